import { compare, equal, type Milliseconds, succeed, toHex } from "@colombe/base"
import { type DeviceId, stateOf } from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { findRow } from "../outbox/rows.ts"
import { sendIdTable } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import { forgetScheduled } from "./forget.ts"
import { type Scheduled, scheduledItems } from "./item.ts"
import { queueScheduled } from "./send.ts"

/**
 * How long each device after the first waits for those before it, in milliseconds: what one of them has sent is in the
 * log by then.
 */
export const turnAfter: Milliseconds = 15_000
/** At least so often it is looked, in milliseconds: clocks are set, and timers of platforms reach weeks at most. */
const lookEvery: Milliseconds = 60 * 60 * 1000
/** When what cannot be sent for now is looked at again, in milliseconds. */
const againAfter: Milliseconds = 60_000

/**
 * Spec V24: sends what is due, where a connection stands and the conversation is up to date. Gives when to come again,
 * undefined where nothing waits.
 */
export async function sendDue(home: Home, identity: Identity): Promise<Milliseconds | undefined> {
  const items = await scheduledItems(home.store)
  const held = items.length === 0 ? undefined : await heldChain(home, home.store, identity.me.account)
  const devices = held === undefined ? [] : stateOf(held.chain).devices.map(({ id }) => id)
  let next: Milliseconds | undefined
  for (const item of items) {
    const now = home.clock.now()
    const due = item.atMs + turnAfter * turnOf(devices, identity, item)
    const until = due > now ? Math.min(due, now + lookEvery) : await sendOne(home, identity, item)
    if (until !== undefined) next = Math.min(next ?? until, until)
  }
  return next
}

async function sendOne(home: Home, identity: Identity, item: Scheduled): Promise<Milliseconds | undefined> {
  const { id, conversation } = item
  const again = home.clock.now() + againAfter
  // Another device may have sent it, in what this one has not seen yet.
  if (home.behind.has(toHex(conversation))) return again
  if ((await findRow(home.store, conversation, id)) !== undefined) return again
  const under = [conversation, id, identity.me.account]
  if ((await scanRecords(home.store, sendIdTable, { under, limit: 1 })).length > 0) {
    await transact(home, async transaction => {
      await forgetScheduled(home, transaction, identity, id)
      return succeed()
    })
    return undefined
  }
  await queueScheduled(home, identity, item)
  return again
}

/** Whoever wrote it comes first, then this person's devices in the order of their ids: everybody counts alike. */
function turnOf(devices: readonly DeviceId[], { me }: Identity, { device }: Scheduled): number {
  const others = devices.filter(id => !equal(id, device)).toSorted(compare)
  const isThere = others.length < devices.length
  const place = others.findIndex(id => equal(id, me.device))
  return place < 0 ? 0 : place + (isThere ? 1 : 0)
}
