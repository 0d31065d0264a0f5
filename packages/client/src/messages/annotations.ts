import { type Bytes, equal } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import {
  type Annotation,
  annotationTable,
  noAnnotation,
  type ReactionRecord,
} from "../records/annotation-records.ts"
import { type EntryRecord, entryTable, messageIdTable, seqKey } from "../records/conversation-records.ts"
import { keptTable } from "../records/file-records.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import { unmarkMention } from "./mentions.ts"

export async function annotationOf(
  reader: RecordReader,
  conversation: ConversationId,
  messageId: Bytes,
): Promise<Annotation> {
  return (await readRecord(reader, annotationTable, conversation, messageId)) ?? noAnnotation
}

export function putAnnotation(
  transaction: Transaction,
  conversation: ConversationId,
  messageId: Bytes,
  annotation: Annotation,
): void {
  putRecord(transaction, annotationTable, [conversation, messageId], annotation)
}

/** The highest place counts, in whatever order they were opened (spec N13). */
export function withReaction(
  reactions: readonly ReactionRecord[],
  reaction: ReactionRecord,
): readonly ReactionRecord[] {
  const known = reactions.find(({ account }) => equal(account, reaction.account))
  if (known !== undefined && known.seq > reaction.seq) return reactions
  return [...reactions.filter(one => one !== known), reaction]
}

export interface FoundEntry {
  readonly seq: number
  readonly entry: EntryRecord
}

/** The row of what goes by a MessageId, once this device has opened it. */
export async function entryOf(
  reader: RecordReader,
  conversation: ConversationId,
  messageId: Bytes,
): Promise<FoundEntry | undefined> {
  const seq = await readRecord(reader, messageIdTable, conversation, messageId)
  if (seq === undefined) return undefined
  const entry = await readRecord(reader, entryTable, conversation, seqKey(seq))
  return entry && { seq, entry }
}

export function putShown(
  transaction: Transaction,
  conversation: ConversationId,
  { seq, entry }: FoundEntry,
  shown: EntryRecord["shown"],
): void {
  putRecord(transaction, entryTable, [conversation, seqKey(seq)], { ...entry, shown })
  // Their keys are gone with the message; the bytes go with the next start.
  if (entry.shown.shows === "message" && shown.shows !== "message")
    for (const { blob } of entry.shown.files) deleteRecord(transaction, keptTable, blob)
  if (shown.shows !== "message") unmarkMention(transaction, conversation, seq)
}
