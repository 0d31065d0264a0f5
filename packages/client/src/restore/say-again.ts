import { type Bytes, equal, uint } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import type { Transaction } from "../home/transaction.ts"
import { entrySentAs } from "../messages/sent-message.ts"
import { rowsOf } from "../outbox/rows.ts"
import { entryTable, seqKey } from "../records/conversation-records.ts"
import { type OutboxRecord, outboxTable } from "../records/send-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"
import { keptSendTable } from "./records.ts"

/** Rows of one conversation that are said again. */
const saidAgainMax = 10_000

/**
 * Spec Y83: what this device said after a place goes out again before anything newer, under its old send id, so that
 * whoever has it has it once. What was deleted meanwhile stays deleted. Gives the send ids of what does not stay lost.
 */
export async function sayAgain(
  transaction: Transaction,
  conversation: ConversationId,
  after: number,
): Promise<readonly Bytes[]> {
  const lost = await scanRecords(transaction, keptSendTable, {
    under: [conversation],
    from: seqKey(after + 1),
    limit: saidAgainMax,
  })
  const gone: Bytes[] = []
  for (const { key, value } of lost) {
    const shown = (await readRecord(transaction, entryTable, key))?.shown
    if (shown?.shows === "notice" && shown.notice === "deleted") gone.push(value.sendId)
    const isOfLost = value.kind === kinds.delete && (await isLost(transaction, conversation, value, after))
    if (isOfLost) gone.push(value.sendId)
    deleteRecord(transaction, keptSendTable, key)
  }
  const isGone = ({ sendId, about }: OutboxRecord) =>
    gone.some(one => equal(one, sendId) || (about !== undefined && equal(one, about.target)))
  const again = lost.map(({ value }) => value).filter(row => !isGone(row))
  const waiting = await rowsOf(transaction, conversation)
  for (const { key } of waiting) deleteRecord(transaction, outboxTable, key)
  for (const [order, row] of [...again, ...waiting.map(({ row }) => row)].entries())
    putRecord(transaction, outboxTable, [conversation, uint(order, 8)], { ...row, sealed: undefined })
  return lost.map(({ value }) => value.sendId)
}

/** A deletion names a place; what was there is not there any more. */
async function isLost(
  transaction: Transaction,
  conversation: ConversationId,
  { about }: OutboxRecord,
  after: number,
): Promise<boolean> {
  const target = about && (await entrySentAs(transaction, conversation, about.target))
  return target === undefined || target.seq > after
}
