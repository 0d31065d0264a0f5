import { type Result, succeed, toHex } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Home, transact } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { conversationTable, invitationTable } from "../records/conversation-records.ts"
import { putRecord, readRecord, scanRecords } from "../records/table.ts"
import { oldInvitationTable, suspectTable } from "./records.ts"

/** Conversations of one home. */
const conversationsMax = 10_000

/** Spec Y81: another store answers than before, so that no log is what it was until it has been compared. */
export async function suspectEverything(
  transaction: Transaction,
  self: ConversationId,
  now: number,
): Promise<void> {
  const rows = await scanRecords(transaction, conversationTable, { limit: conversationsMax })
  for (const conversation of [self, ...rows.map(({ value }) => value.conversation)])
    putRecord(transaction, suspectTable, [conversation], now)
  const invitations = await scanRecords(transaction, invitationTable, { limit: conversationsMax })
  for (const { key } of invitations) putRecord(transaction, oldInvitationTable, [key], now)
}

export function suspect(home: Home, conversation: ConversationId): Promise<Result<void>> {
  return transact(home, async transaction => {
    putRecord(transaction, suspectTable, [conversation], home.clock.now())
    return succeed()
  })
}

export async function isSuspect(reader: RecordReader, conversation: ConversationId): Promise<boolean> {
  return (await readRecord(reader, suspectTable, conversation)) !== undefined
}

/** What is still to be compared, also after a stop in the middle of it, is behind. */
export async function noteSuspects(home: Home): Promise<void> {
  const rows = await scanRecords(home.store, suspectTable, { limit: conversationsMax })
  for (const { key } of rows) home.behind.set(toHex(key), key)
}
