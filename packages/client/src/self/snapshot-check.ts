import { type Bytes, compare, decode, equal } from "@colombe/base"
import type { Verified } from "@colombe/seal"
import { epochRoster } from "../conversation/epoch.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { placeOfKey } from "../history/key-mail-records.ts"
import { oweKeyRecord } from "../history/owed-records.ts"
import { epochKeyTable } from "../records/conversation-records.ts"
import { putRecord, scanRecords, type Table } from "../records/table.ts"
import { registerTable, unpostedTable } from "./registers.ts"
import { snapshotPart } from "./snapshot.ts"

/** Records of one kind. */
const recordsMax = 1_000_000

/**
 * Spec V20: what another device leaves out of a snapshot, or says otherwise, this one says again, so that who begins with
 * it has it from the tail. Nothing is learnt from a snapshot by who has read the log.
 */
export async function checkSnapshot(receiving: Receiving, message: Verified): Promise<void> {
  const { home, transaction, identity } = receiving
  if (equal(message.device, identity.me.device)) return
  const part = decode(snapshotPart, message.content)
  if (!part.ok || part.value.says.what === "header") return
  // A device that leaves out what its person said could as well delete it.
  if (part.value.says.what === "messages") return
  const { says } = part.value
  const now = home.clock.now()
  if (says.what === "registers") {
    for (const { key, value } of await within(receiving, registerTable, says.from, says.to)) {
      const there = says.registers.find(one => equal(one.key, key))
      const same = there !== undefined && there.lamport === value.lamport && equal(there.value, value.value)
      if (!same) putRecord(transaction, unpostedTable, [key], now)
    }
    return
  }
  for (const { key, value } of await within(receiving, epochKeyTable, says.from, says.to)) {
    const own = value.find(({ origin }) => origin.from === "derived")
    if (own === undefined || says.keys.some(one => equal(one.key, own.key) && equal(one.state.ctx, own.ctx)))
      continue
    const place = placeOfKey(key)
    const roster = await epochRoster(transaction, place)
    if (roster !== undefined) oweKeyRecord(transaction, place, roster.ttlSeconds, now)
  }
}

async function within<Value>({ transaction }: Receiving, table: Table<Value>, from: Bytes, to: Bytes) {
  const rows = await scanRecords(transaction, table, { from, limit: recordsMax })
  return rows.filter(({ key }) => to.length === 0 || compare(key, to) < 0)
}
