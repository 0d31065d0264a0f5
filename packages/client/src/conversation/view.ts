import type { Milliseconds } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { emptyLog } from "@colombe/seal"
import type { Home } from "../home/home.ts"
import { tell } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import {
  type ConversationRecord,
  conversationTable,
  type EntryRecord,
  entryTable,
  type Shown,
  seqKey,
} from "../records/conversation-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { type GroupState, loadGroup, saveGroup } from "./group-state.ts"

/** One conversation while entries are applied to it. */
export interface View {
  readonly record: ConversationRecord
  readonly state: GroupState
}

export async function loadView(
  home: Home,
  reader: RecordReader,
  conversation: ConversationId,
): Promise<View | undefined> {
  const record = await readRecord(reader, conversationTable, conversation)
  if (record === undefined) return undefined
  const state = await loadGroup(home, reader, conversation)
  return state === undefined ? undefined : { record, state }
}

export async function saveView(
  home: Home,
  transaction: Transaction,
  view: View,
  before: View | undefined,
): Promise<void> {
  const { conversation } = view.record
  putRecord(transaction, conversationTable, [conversation], view.record)
  if (view.state !== before?.state)
    await saveGroup(home, transaction, conversation, view.state, before?.state)
}

export function saveRecord(home: Home, transaction: Transaction, record: ConversationRecord): void {
  putRecord(transaction, conversationTable, [record.conversation], record)
  transaction.afterwards(() => tell(home, { type: "conversations" }))
}

export function logStartOf(home: Home, conversation: ConversationId): ConversationRecord["head"] {
  return emptyLog(home.crypto, conversation)
}

/** An entry whose place in the log holds. */
export interface PlacedEntry {
  readonly seq: number
  readonly atMs: Milliseconds
  readonly type: number
  readonly incarnation: number
  readonly epoch: number
  readonly digest: Uint8Array
  readonly hash: Uint8Array
  /** Undefined in a stub. */
  readonly body: Uint8Array | undefined
}

export function putEntry(
  transaction: Transaction,
  conversation: ConversationId,
  { seq, atMs, type, incarnation, epoch, digest, hash }: PlacedEntry,
  shown: Shown,
): void {
  const record: EntryRecord = { atMs, type, incarnation, epoch, digest, hash, shown }
  putRecord(transaction, entryTable, [conversation, seqKey(seq)], record)
}
