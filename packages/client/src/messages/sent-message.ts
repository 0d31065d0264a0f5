import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { RecordReader } from "../home/transaction.ts"
import { sendIdOf } from "../outbox/send-id.ts"
import {
  type EntryRecord,
  entryTable,
  type ShownAs,
  sendIdTable,
  seqKey,
} from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"

/** A message with a place in the log, by the send id under which it is shown. */
export interface SentMessage {
  readonly seq: number
  readonly entry: EntryRecord
  readonly shown: ShownAs<"message">
}

/** Fails with `message-unknown` where there is none, or where it is deleted or not opened yet. */
export async function sentMessage(
  reader: RecordReader,
  conversation: ConversationId,
  id: string,
): Promise<Result<SentMessage>> {
  const sendId = sendIdOf(id)
  if (!sendId.ok) return sendId
  const found = await entrySentAs(reader, conversation, sendId.value)
  if (found?.entry.shown.shows !== "message") return fail("message-unknown")
  return succeed({ ...found, shown: found.entry.shown })
}

/** Whatever the entry of a send shows now. */
export async function entrySentAs(
  reader: RecordReader,
  conversation: ConversationId,
  sendId: Bytes,
): Promise<{ readonly seq: number; readonly entry: EntryRecord } | undefined> {
  const [sent] = await scanRecords(reader, sendIdTable, { under: [conversation, sendId], limit: 1 })
  if (sent === undefined) return undefined
  const entry = await readRecord(reader, entryTable, conversation, seqKey(sent.value))
  return entry && { seq: sent.value, entry }
}
