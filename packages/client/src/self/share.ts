import { type Milliseconds, type Result, succeed } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { type Home, type Identity, transact } from "../home/home.ts"
import { noted } from "../home/noted.ts"
import { deleteRecord, readRecord, scanRecords } from "../records/table.ts"
import { postSelf } from "./post.ts"
import { encodeRegisters, type RegisterChange, registerTable, unpostedTable } from "./registers.ts"

/** A change waits this long for the next, in milliseconds: a draft is typed letter by letter. */
export const shareAfter: Milliseconds = 2_000
/** Between two entries at least, in milliseconds. */
export const shareEvery: Milliseconds = 10_000
/** Bytes of values in one entry, and how many. */
const entryValueBytes = 32 * 1024
const rowsMax = 256

export interface SharePace {
  lastPost: Milliseconds | undefined
}

/** Posts what this device changed, where it is due. Gives when to come again, undefined where nothing waits. */
export async function shareDue(
  home: Home,
  identity: Identity,
  pace: SharePace,
): Promise<Result<Milliseconds | undefined>> {
  const rows = await scanRecords(home.store, unpostedTable, { limit: rowsMax })
  if (rows.length === 0) return succeed(undefined)
  const now = home.clock.now()
  const newest = Math.max(...rows.map(({ value }) => noted(value, now)))
  const due = Math.max(newest + shareAfter, (pace.lastPost ?? 0) + shareEvery)
  if (due > now) return succeed(due)
  const shared = await shareChanges(home, identity)
  if (!shared.ok) return shared
  pace.lastPost = now
  return succeed(undefined)
}

/** Everything that waits, at once. Only the last value of each register goes out. */
export async function shareChanges(home: Home, identity: Identity): Promise<Result<void>> {
  for (;;) {
    const changes = await unposted(home)
    if (changes.length === 0) return succeed()
    const posted = await postSelf(home, identity, kinds.message, encodeRegisters(changes))
    if (!posted.ok) return posted
    await transact(home, async transaction => {
      for (const { key, lamport } of changes) {
        const held = await readRecord(transaction, registerTable, key)
        // Changed again meanwhile: that goes out next.
        if (held?.lamport === lamport) deleteRecord(transaction, unpostedTable, key)
      }
      return succeed()
    })
  }
}

async function unposted(home: Home): Promise<readonly RegisterChange[]> {
  const rows = await scanRecords(home.store, unpostedTable, { limit: rowsMax })
  const changes: RegisterChange[] = []
  let bytes = 0
  for (const { key } of rows) {
    const held = await readRecord(home.store, registerTable, key)
    if (held === undefined) continue
    bytes += held.value.length
    if (bytes > entryValueBytes && changes.length > 0) break
    changes.push({ key, lamport: held.lamport, value: held.value })
  }
  return changes
}
