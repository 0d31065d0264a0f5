import { equal, type Milliseconds, type Result, succeed } from "@colombe/base"
import { kinds, stateOf } from "@colombe/rules"
import { type KeyRecord, writeKeyRecords } from "@colombe/seal"
import { heldChain } from "../account/chains.ts"
import { epochKeys } from "../conversation/epoch.ts"
import { hasAllHistory } from "../devices/own-scope.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { noted } from "../home/noted.ts"
import { postSelf } from "../self/post.ts"
import { type OwedRecord, owedRecords, settleKeyRecord } from "./owed-records.ts"
import { batchDue } from "./pace.ts"

/** Records in one entry: what fits the largest padded size that an entry may have. */
export const recordsInEntry = 340

/** When the last batch of this process went out. */
export interface HistoryPace {
  lastBatch: Milliseconds | undefined
}

/** Posts what is due. Gives when to come again, undefined where nothing waits. */
export async function postDueRecords(
  home: Home,
  identity: Identity,
  pace: HistoryPace,
): Promise<Result<Milliseconds | undefined>> {
  const owed = await owedRecords(home.store)
  const now = home.clock.now()
  const due = batchDue(
    owed.map(({ since }) => noted(since, now)),
    pace.lastBatch,
    await placeOf(home, identity),
  )
  if (due === undefined || due > now) return succeed(due)
  const posted = await postRecords(home, identity)
  if (!posted.ok) return posted
  pace.lastBatch = now
  return succeed(undefined)
}

async function placeOf(home: Home, { me }: Identity): Promise<number> {
  const following = await heldChain(home, home.store, me.account)
  const devices = following === undefined ? [] : stateOf(following.chain).devices
  return Math.max(
    0,
    devices.filter(({ kind }) => kind === "device").findIndex(({ id }) => equal(id, me.device)),
  )
}

/** Everything that waits, at once: also before linking, signing out and closing. */
export async function postRecords(home: Home, identity: Identity): Promise<Result<void>> {
  if (!(await hasAllHistory(home, identity))) return forgetOwed(home)
  for (;;) {
    const owed = (await owedRecords(home.store)).slice(0, recordsInEntry)
    if (owed.length === 0) return succeed()
    const records = (await Promise.all(owed.map(one => recordOf(home, one)))).flatMap(one => one ?? [])
    const content = records.length === 0 ? undefined : writeKeyRecords(records)
    if (content?.ok === false) return content
    const posted = content && (await postSelf(home, identity, kinds.keyRecords, content.value))
    if (posted?.ok === false) return posted
    await transact(home, async transaction => {
      for (const { place } of owed) settleKeyRecord(transaction, place)
      return succeed()
    })
  }
}

/** A device without all history has no key to history; those that have it derive the same keys themselves. */
function forgetOwed(home: Home): Promise<Result<void>> {
  return transact(home, async transaction => {
    for (const { place } of await owedRecords(transaction)) settleKeyRecord(transaction, place)
    return succeed()
  })
}

/** Only what this device derived itself. */
async function recordOf(home: Home, { place }: OwedRecord): Promise<KeyRecord | undefined> {
  const { conversation, incarnation, epoch } = place
  const keys = await epochKeys(home.store, place)
  const own = keys.find(({ origin }) => origin.from === "derived")
  if (own === undefined) return undefined
  return { conversation, state: { incarnation, epoch, ctx: own.ctx }, roster: own.roster, key: own.key }
}
