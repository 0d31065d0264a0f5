import { headOf, type Position } from "@colombe/rules"
import { type Delivery, refuse } from "@colombe/wire"
import { loadAccount } from "../chains.ts"
import type { Handler, SignerCaller } from "../handler.ts"
import { reserveSlot, type Slot } from "../reservations.ts"

/** A device signs a link only while it holds the slot, so that honest races make no second link of one slot. */
export const reserveLink: Handler<typeof Delivery.method.reserveLink, SignerCaller> = async (
  server,
  { account, signer },
  { generation, seq },
) => {
  const known = await loadAccount(server, account)
  if (!known) return refuse("account-unknown")
  if (!isNext(headOf(known.chain), { generation, seq })) return refuse("slot-taken")
  const now = server.clock.now()
  const { held, until } = reserveSlot(server.reservations, account, { generation, seq }, signer, now)
  return held
    ? { ok: true, value: { untilMs: BigInt(until) } }
    : refuse("slot-taken", { retryAfter: until - now })
}

/** The next link of the head's generation, or the first of the next one: a reset. */
export function isNext(head: Position, { generation, seq }: Slot): boolean {
  if (generation === head.generation) return seq === head.seq + 1
  return generation === head.generation + 1 && seq === 0
}
