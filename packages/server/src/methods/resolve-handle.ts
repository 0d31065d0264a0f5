import { checkHandleGrammar } from "@colombe/rules"
import { type Delivery, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { Handler } from "../handler.ts"
import { type Reader, whoOf } from "../reader.ts"

export const resolveHandle: Handler<typeof Delivery.method.resolveHandle, Reader> = async (
  server,
  reader,
  { handle },
) => {
  const limited = takeToken(server, "lookups", whoOf(reader))
  if (limited) return limited
  const name = checkHandleGrammar(handle)
  if (!name.ok) return refuse("handle-invalid", { cause: name })
  const account = await server.store.accounts.byHandle(name.value)
  const stored = account && (await server.store.accounts.get(account))
  if (!stored) return refuse("account-unknown")
  const { handleStatement, handleSignature } = stored
  return { ok: true, value: { account: stored.account, handleStatement, handleSignature } }
}
