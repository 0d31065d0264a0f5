import { decode, fromUtf8, keyOf } from "@colombe/base"
import { handleStatement, verifyHandle } from "@colombe/rules"
import { type Delivery, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { loadAccount } from "../chains.ts"
import type { DeviceCaller, Handler } from "../handler.ts"

/** Only for the handle that the account has, by a device that may, and with a higher number than before. */
export const stateHandle: Handler<typeof Delivery.method.stateHandle, DeviceCaller> = async (
  server,
  { account },
  { statement: bytes, signature },
) => {
  const known = await loadAccount(server, account)
  if (!known) return refuse("account-unknown")
  const statement = decode(handleStatement, bytes)
  if (!statement.ok) return refuse("handle-invalid", { cause: statement })
  const said = { statement: statement.value, signature }
  const verified = await verifyHandle(server.crypto, known.chain, said)
  const last = decode(handleStatement, known.stored.handleStatement)
  const rises = last.ok && statement.value.number > last.value.number
  const fits =
    verified.ok &&
    rises &&
    !verified.value.withdrawn &&
    verified.value.host === server.host &&
    fromUtf8(statement.value.handle) === known.stored.handle
  if (!fits) return refuse("handle-invalid", { cause: verified })
  const limited = takeToken(server, "links", keyOf(account))
  if (limited) return limited
  await server.store.accounts.stateHandle(account, bytes, signature)
  return { ok: true, value: {} }
}
