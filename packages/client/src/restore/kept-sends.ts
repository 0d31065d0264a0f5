import type { Milliseconds } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { Transaction } from "../home/transaction.ts"
import { seqKey } from "../records/conversation-records.ts"
import type { OutboxRecord } from "../records/send-records.ts"
import { deleteRecord, putRecord, scanRecords } from "../records/table.ts"
import { keptSendTable } from "./records.ts"

/** How long a device keeps what it said, in case that the server loses it. A backup older than this loses more. */
export const sendsKept: Milliseconds = 30 * 24 * 60 * 60 * 1000
/** Rows looked at when one is added: the oldest go as new ones come. */
const agedRows = 4

/** In the transaction in which the log has it. Its files are uploaded, and are gone from here. */
export async function keepSend(
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
  row: OutboxRecord,
  now: Milliseconds,
): Promise<void> {
  const oldest = await scanRecords(transaction, keptSendTable, { under: [conversation], limit: agedRows })
  for (const { key, value } of oldest)
    if (value.createdAtMs + sendsKept < now) deleteRecord(transaction, keptSendTable, key)
  putRecord(transaction, keptSendTable, [conversation, seqKey(seq)], { ...row, sealed: undefined, files: [] })
}
