import { type Bytes, concat, type Decoded, equal, struct } from "@colombe/base"
import { accountId, type ConversationId } from "@colombe/rules"
import type { Transaction } from "../home/transaction.ts"
import { type ConversationRecord, entryTable, type Shown, seqKey } from "../records/conversation-records.ts"
import { putRecord, readRecord, scanRecords, type Table } from "../records/table.ts"
import { text } from "../records/text.ts"
import type { Receiving } from "./receiving.ts"

const titleRecord = struct({ by: accountId, title: text })
type TitleRecord = Decoded<typeof titleRecord>
/** By conversation and seq: every title that was opened. */
export const titleTable: Table<TitleRecord> = { number: 51, codec: titleRecord }

/**
 * A title is a line where the one before it in the log was another (spec Y63): what a conversation is called from the
 * start, and what is repeated for newcomers, is no news. Keys come in any order, so that the line of the title behind
 * this one is judged again.
 */
export async function takeTitle(
  { transaction }: Pick<Receiving, "transaction">,
  record: ConversationRecord,
  seq: number,
  said: TitleRecord,
): Promise<{ readonly record: ConversationRecord; readonly shown: Shown }> {
  const { conversation } = record
  const before = await nearest(transaction, conversation, { to: seqKey(seq), reverse: true })
  const after = await nearest(transaction, conversation, { from: seqKey(seq + 1) })
  putRecord(transaction, titleTable, [conversation, seqKey(seq)], said)
  const shown = lineOf(before?.value, said)
  const taken = seq < record.titleSeq ? record : { ...record, title: said.title, titleSeq: seq }
  if (after === undefined) return { record: taken, shown }
  const line = lineOf(said, after.value)
  const entry = await readRecord(transaction, entryTable, after.key)
  if (entry !== undefined) putRecord(transaction, entryTable, [after.key], { ...entry, shown: line })
  const wasLast = line.shows === "nothing" && equal(after.key, concat(conversation, seqKey(record.lastSeq)))
  return { record: wasLast ? { ...taken, lastSeq: seq } : taken, shown }
}

function lineOf(before: TitleRecord | undefined, { by, title }: TitleRecord): Shown {
  return before === undefined || before.title === title
    ? { shows: "nothing" }
    : { shows: "change", by, change: { type: "title", title } }
}

async function nearest(
  transaction: Transaction,
  conversation: ConversationId,
  range: { readonly from?: Bytes; readonly to?: Bytes; readonly reverse?: boolean },
) {
  const [row] = await scanRecords(transaction, titleTable, { under: [conversation], limit: 1, ...range })
  return row
}
