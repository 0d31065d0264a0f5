import { type Bytes, encode, type Result, succeed } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { type KeyRecord, keyRecordBytes } from "@colombe/seal"
import { epochRoster } from "../conversation/epoch.ts"
import { placeOfKey } from "../history/key-mail-records.ts"
import type { Home, Identity } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { epochKeyTable } from "../records/conversation-records.ts"
import { saidToSelfTable } from "../records/self-records.ts"
import { scanRecords, type TableRow } from "../records/table.ts"
import { currentGeneration } from "../vault/generations.ts"
import { selfLog } from "./log.ts"
import { postSelf } from "./post.ts"
import { registerTable } from "./registers.ts"
import { partBytes, type SnapshotPart, snapshotFrom, snapshotPart } from "./snapshot.ts"

const idBytes = 16
/** Records of one kind in one snapshot. */
const recordsMax = 1_000_000
const none = new Uint8Array()

type Says = SnapshotPart["says"]

/**
 * Spec V19: before a device comes in, what the log says up to here, sealed under the generation that is handed to it. It is
 * an entry like others: whoever does not know it reads the log.
 */
export async function postSnapshot(home: Home, identity: Identity): Promise<Result<void>> {
  const { head, unread, broken } = await selfLog(home, home.store, identity)
  const generation = await currentGeneration(home.store)
  // What is closed here cannot be said to somebody else.
  if (head.seq < snapshotFrom || unread !== undefined || broken || generation === undefined) return succeed()
  if (generation.entry.length > partBytes) return succeed()
  const said = await saidBy(home.store, generation.entry)
  const id = home.crypto.random(idBytes)
  for (const [part, says] of said.entries()) {
    const { seq, hash: log } = head
    const content = encode(snapshotPart, { version: 1, id, part, parts: said.length, seq, log, says })
    const posted = await postSelf(home, identity, kinds.snapshot, content)
    if (!posted.ok) return posted
  }
  return succeed()
}

/** What the parts say, in their order. */
export async function saidBy(reader: RecordReader, header: Bytes): Promise<readonly Says[]> {
  return [
    { what: "header", entry: header },
    ...(await registerParts(reader)),
    ...(await keyParts(reader)),
    ...(await messageParts(reader)),
  ]
}

/** Bytes of what stands beside the content of a message. */
const besideContent = 160

async function messageParts(reader: RecordReader): Promise<readonly Says[]> {
  const rows = await scanRecords(reader, saidToSelfTable, { limit: recordsMax })
  return ranged(rows, ({ value }) => value.content.length + besideContent).map(
    ({ from, to, rows: some }) => ({
      what: "messages",
      from,
      to,
      messages: some.map(({ value }) => value),
    }),
  )
}

async function registerParts(reader: RecordReader): Promise<readonly Says[]> {
  const rows = await scanRecords(reader, registerTable, { limit: recordsMax })
  return ranged(rows, ({ key, value }) => key.length + value.value.length + 32).map(
    ({ from, to, rows: some }) => ({
      what: "registers",
      from,
      to,
      registers: some.map(({ key, value }) => ({ key, ...value })),
    }),
  )
}

async function keyParts(reader: RecordReader): Promise<readonly Says[]> {
  const rows: TableRow<readonly KeyRecord[]>[] = []
  for (const { key, value } of await scanRecords(reader, epochKeyTable, { limit: recordsMax })) {
    const place = placeOfKey(key)
    const roster = await epochRoster(reader, place)
    if (roster !== undefined && roster.ttlSeconds > 0) continue
    const { conversation, incarnation, epoch } = place
    const own = value.filter(({ origin }) => origin.from !== "given")
    const records = own.map(one => ({
      conversation,
      state: { incarnation, epoch, ctx: one.ctx },
      roster: one.roster,
      key: one.key,
    }))
    if (records.length > 0) rows.push({ key, value: records })
  }
  return ranged(rows, ({ value }) => value.length * keyRecordBytes).map(({ from, to, rows: some }) => ({
    what: "keys",
    from,
    to,
    keys: some.flatMap(({ value }) => value),
  }))
}

interface Ranged<Value> {
  readonly from: Bytes
  to: Bytes
  readonly rows: TableRow<Value>[]
}

/** Rows in the order of their keys, in ranges that leave nothing out; at least one, which says that there is none. */
function ranged<Value>(
  rows: readonly TableRow<Value>[],
  bytesOf: (row: TableRow<Value>) => number,
): readonly Ranged<Value>[] {
  let current: Ranged<Value> = { from: none, to: none, rows: [] }
  const ranges = [current]
  let bytes = 0
  for (const row of rows) {
    bytes += bytesOf(row)
    if (bytes > partBytes && current.rows.length > 0) {
      current.to = row.key
      current = { from: row.key, to: none, rows: [] }
      ranges.push(current)
      bytes = bytesOf(row)
    }
    current.rows.push(row)
  }
  return ranges
}
