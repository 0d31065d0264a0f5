import { equal, toBase64Url, uint8 } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { mentionedIn, mentionPrefix } from "../markup/mentions.ts"
import { type Shown, seqKey, seqOf } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, scanRecords, type Table } from "../records/table.ts"

/** By conversation and seq: an unread message that mentions this person (spec N70). */
export const mentionTable: Table<number> = { number: 67, codec: uint8 }

/** Unread mentions that are counted in one conversation. */
const mentionsMax = 10_000

export interface Mentions {
  readonly count: number
  /** Place of the first; undefined where there is none. */
  readonly first: number | undefined
}

/** Of a place that has no mark yet, by what it shows now. */
export function markMention(
  transaction: Transaction,
  me: AccountId,
  { conversation, seq, readUpTo }: { conversation: ConversationId; seq: number; readUpTo: number },
  shown: Shown,
): void {
  if (seq > readUpTo && mentions(shown, me))
    putRecord(transaction, mentionTable, [conversation, seqKey(seq)], 1)
}

export function unmarkMention(transaction: Transaction, conversation: ConversationId, seq: number): void {
  deleteRecord(transaction, mentionTable, conversation, seqKey(seq))
}

function mentions(shown: Shown, me: AccountId): boolean {
  if (shown.shows !== "message" || shown.format !== "markdown" || equal(shown.account, me)) return false
  // Most messages mention nobody, and are not read for it.
  return shown.text.includes(mentionPrefix) && mentionedIn(shown.text).includes(toBase64Url(me))
}

/** Everything up to a place was read. */
export async function readMentions(
  transaction: Transaction,
  conversation: ConversationId,
  upTo: number,
): Promise<void> {
  const read = { under: [conversation], to: seqKey(upTo + 1), limit: mentionsMax }
  for (const { key } of await scanRecords(transaction, mentionTable, read))
    deleteRecord(transaction, mentionTable, key)
}

/** The log ends at a place now. */
export async function forgetMentions(
  transaction: Transaction,
  conversation: ConversationId,
  to: number,
): Promise<void> {
  const behind = { under: [conversation], from: seqKey(to + 1), limit: mentionsMax }
  for (const { key } of await scanRecords(transaction, mentionTable, behind))
    deleteRecord(transaction, mentionTable, key)
}

/** Unread ones. */
export async function mentionsIn(reader: RecordReader, conversation: ConversationId): Promise<Mentions> {
  const rows = await scanRecords(reader, mentionTable, { under: [conversation], limit: mentionsMax })
  const [first] = rows
  return { count: rows.length, first: first && seqOf(first.key) }
}
