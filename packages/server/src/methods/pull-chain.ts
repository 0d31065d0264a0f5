import { type Delivery, linksPageMax, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { Handler } from "../handler.ts"
import { fitPage } from "../page.ts"
import { type Reader, whoOf } from "../reader.ts"

/** A chain certifies itself, so anybody who knows the account may have it. */
export const pullChain: Handler<typeof Delivery.method.pullChain, Reader> = async (
  server,
  reader,
  { account, have },
) => {
  // An id cannot be guessed: whoever has one was told it by a conversation or a person.
  const rate = reader.connection.session.at === "signed-in" ? "chains" : "lookups"
  const limited = takeToken(server, rate, whoOf(reader))
  if (limited) return limited
  const stored = await server.store.accounts.get(account)
  if (!stored) return refuse("account-unknown")
  const { chain, handleStatement, handleSignature } = stored
  const links = fitPage(chain.slice(have, have + linksPageMax), link => link.length)
  return { ok: true, value: { links: [...links], handleStatement, handleSignature } }
}
