import { type Bytes, decode, equal, keyOf } from "@colombe/base"
import {
  devicesMax,
  extendChain,
  headOf,
  type Link,
  link,
  linkBytesMax,
  stateOf,
  type VerifiedChain,
} from "@colombe/rules"
import { type Delivery, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { chainGrew } from "../chain-grew.ts"
import { type KnownAccount, keepGrown, loadAccount } from "../chains.ts"
import type { ServerContext } from "../context.ts"
import type { Handler, Outcome, SignerCaller } from "../handler.ts"
import { freeSlot, holdsSlot } from "../reservations.ts"

export const appendLink: Handler<typeof Delivery.method.appendLink, SignerCaller> = async (
  server,
  caller,
  request,
) => {
  if (request.link.length > linkBytesMax) return refuse("chain-invalid")
  const known = await loadAccount(server, caller.account)
  if (!known) return refuse("account-unknown")
  if (isLast(known, request.link)) return { ok: true, value: {} }
  const decoded = decode(link, request.link)
  if (!decoded.ok) return refuse("chain-invalid", { cause: decoded })
  const next = await checkLink(server, caller, known.chain, decoded.value)
  if (!next.ok) return next
  const limited = takeToken(server, "links", keyOf(caller.account))
  if (limited) return limited
  const { account } = caller
  const appended = await server.store.accounts.appendLink(account, known.stored.chain.length, request.link)
  if (!appended.ok) return refuse(appended.code)
  keepGrown(server.chains, known, next.value)
  freeSlot(server.reservations, account)
  await chainGrew(server, caller.connection, known.chain, next.value)
  return { ok: true, value: {} }
}

/** A repeat, whose first answer was lost. */
function isLast({ stored }: KnownAccount, bytes: Bytes): boolean {
  const last = stored.chain.at(-1)
  return last !== undefined && equal(last, bytes)
}

async function checkLink(
  server: ServerContext,
  { account, signer }: SignerCaller,
  chain: VerifiedChain,
  offered: Link,
): Promise<Outcome<VerifiedChain>> {
  const extended = await extendChain(server.crypto, chain, offered)
  if (!extended.ok)
    return refuse(extended.code === "link-out-of-place" ? "slot-taken" : "chain-invalid", { cause: extended })
  const next = extended.value
  if (stateOf(next).devices.filter(({ kind }) => kind === "device").length > devicesMax)
    return refuse("chain-invalid")
  const held = holdsSlot(server.reservations, account, headOf(next), signer, server.clock.now())
  return held ? { ok: true, value: next } : refuse("slot-not-reserved")
}
