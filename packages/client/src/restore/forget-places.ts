import { type Bytes, keyAfter } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { forgetKeys } from "../conversation/epoch.ts"
import { rosterTable } from "../conversation/roster.ts"
import { titleTable } from "../conversation/title-lines.ts"
import { knownHeadTable } from "../devices/known-heads.ts"
import { settleMissing } from "../history/key-mail-records.ts"
import { settleKeyRecord } from "../history/owed-records.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { forgetMentions } from "../messages/mentions.ts"
import { annotationTable, deletionTable } from "../records/annotation-records.ts"
import {
  type EntryRecord,
  entryTable,
  epochKeyParts,
  messageIdTable,
  sendIdTable,
  seqKey,
  seqOf,
} from "../records/conversation-records.ts"
import { ballotTable, pinsTable } from "../records/said-records.ts"
import {
  deleteRecord,
  putRecord,
  readRecord,
  scanRecords,
  type Table,
  type TableRow,
} from "../records/table.ts"
import { readByTable, untoldReadTable } from "../relay/records.ts"
import { makesState } from "./fall-back.ts"

/** Records read at one time. */
const page = 1024

export interface ForgottenEntry {
  readonly seq: number
  readonly entry: EntryRecord
}

export async function entriesBehind(
  reader: RecordReader,
  conversation: ConversationId,
  to: number,
): Promise<readonly ForgottenEntry[]> {
  const rows = await allRows(reader, entryTable, conversation, seqKey(to + 1))
  return rows.map(({ key, value }) => ({ seq: seqOf(key), entry: value }))
}

/** With the epoch that it made: another one will have its number, and perhaps its key is here already. */
export async function forgetEntry(
  transaction: Transaction,
  conversation: ConversationId,
  { seq, entry }: ForgottenEntry,
): Promise<void> {
  deleteRecord(transaction, entryTable, conversation, seqKey(seq))
  if (!makesState(entry)) return
  const place = { conversation, incarnation: entry.incarnation, epoch: entry.epoch }
  const parts = epochKeyParts(conversation, entry.incarnation, entry.epoch)
  await forgetKeys(transaction, place)
  deleteRecord(transaction, rosterTable, ...parts)
  settleMissing(transaction, place)
  settleKeyRecord(transaction, place)
}

/** Everything that names a place behind `to`; a Welcome may be of the log that goes on. What was said of a message stays, and gives way to whatever comes now. */
export async function forgetPlaces(
  transaction: Transaction,
  conversation: ConversationId,
  to: number,
): Promise<void> {
  for (const table of [sendIdTable, messageIdTable])
    for (const { key, value } of await allRows(transaction, table, conversation))
      if (value > to) deleteRecord(transaction, table, key)
  for (const table of [titleTable, deletionTable])
    for (const { key } of await allRows<unknown>(transaction, table, conversation, seqKey(to + 1)))
      deleteRecord(transaction, table, key)
  for (const table of [readByTable, untoldReadTable])
    for (const { key, value } of await allRows(transaction, table, conversation))
      if (value > to) putRecord(transaction, table, [key], to)
  for (const { key, value } of await allRows(transaction, annotationTable, conversation))
    putRecord(transaction, annotationTable, [key], {
      ...value,
      reactions: value.reactions.map(one => ({ ...one, seq: Math.min(one.seq, to) })),
      edits: value.edits.filter(seq => seq <= to),
    })
  for (const { key, value } of await allRows(transaction, entryTable, conversation)) {
    const { shown } = value
    if (shown.shows !== "message" || shown.edited === undefined || shown.edited.seq <= to) continue
    const edited = { ...shown.edited, seq: to }
    putRecord(transaction, entryTable, [conversation, key.slice(32)], {
      ...value,
      shown: { ...shown, edited },
    })
  }
  await forgetMentions(transaction, conversation, to)
  for (const { key } of await allRows(transaction, ballotTable, conversation))
    if (seqOf(key) > to) deleteRecord(transaction, ballotTable, key)
  const pins = await readRecord(transaction, pinsTable, conversation)
  if (pins !== undefined && pins.seq > to)
    putRecord(transaction, pinsTable, [conversation], { ...pins, seq: to })
  const known = await readRecord(transaction, knownHeadTable, conversation)
  if (known !== undefined && known.seq > to) deleteRecord(transaction, knownHeadTable, conversation)
}

async function allRows<Value>(
  reader: RecordReader,
  table: Table<Value>,
  conversation: ConversationId,
  start: Bytes = new Uint8Array(),
): Promise<readonly TableRow<Value>[]> {
  const all: TableRow<Value>[] = []
  for (let from = start; ; ) {
    const rows = await scanRecords(reader, table, { under: [conversation], from, limit: page })
    all.push(...rows)
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return all
    from = keyAfter(last.key.slice(32))
  }
}
