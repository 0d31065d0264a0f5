import { type Bytes, equal } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Deletion, mayDelete, type Verified } from "@colombe/seal"
import type { Receiving } from "../conversation/receiving.ts"
import type { Transaction } from "../home/transaction.ts"
import { type Annotation, type Deleter, deletionTable } from "../records/annotation-records.ts"
import {
  type ConversationRecord,
  entryTable,
  type Shown,
  type ShownAs,
  seqKey,
} from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"
import { annotationOf, entryOf, type FoundEntry, putAnnotation, putShown } from "./annotations.ts"
import { forgetSaid } from "./facts.ts"
import { withdrawReaction } from "./react.ts"

const nothing: Shown = { shows: "nothing" }
const deleted = (from: Bytes | undefined): Shown => ({ shows: "notice", notice: "deleted", from })

/** Spec N14: every entry that a deletion names, by place and hash. */
export async function takeDeletion(
  receiving: Receiving,
  record: ConversationRecord,
  by: Pick<Verified, "account" | "role">,
  deletion: Deletion,
): Promise<ConversationRecord> {
  let current = record
  for (const [index, { seq, entry: digest }] of deletion.entries.entries()) {
    const entry = await readRecord(receiving.transaction, entryTable, record.conversation, seqKey(seq))
    if (entry === undefined || !equal(entry.digest, digest)) continue
    current = await deleteOne(receiving, current, by, { seq, entry }, index === 0)
  }
  return current
}

async function deleteOne(
  receiving: Receiving,
  record: ConversationRecord,
  by: Pick<Verified, "account" | "role">,
  found: FoundEntry,
  isFirst: boolean,
): Promise<ConversationRecord> {
  const { transaction } = receiving
  const { conversation } = record
  const { shown } = found.entry
  switch (shown.shows) {
    case "message":
      return mayDelete(by, shown.account) ? erase(receiving, record, found, shown) : record
    case "reaction":
      if (mayDelete(by, shown.account)) await withdraw(transaction, conversation, found, shown)
      return record
    case "waiting": {
      // Who wrote it is not known before its key comes.
      const known = (await readRecord(transaction, deletionTable, conversation, seqKey(found.seq))) ?? []
      const deleter: Deleter = { account: by.account, keepsOrder: mayDelete(by, new Uint8Array(32)) }
      putRecord(transaction, deletionTable, [conversation, seqKey(found.seq)], [...known, deleter])
      return record
    }
    case "notice":
      // The server took the body out before this device saw it: now it is known that somebody asked for that. Of a
      // message and its edits, one line is left.
      if (shown.notice === "withheld")
        putShown(transaction, conversation, found, isFirst ? deleted(undefined) : nothing)
      return record
    default:
      return record
  }
}

/** Spec N13, and the author's own way to take a message back (N5). */
export async function takeRetraction(
  receiving: Receiving,
  record: ConversationRecord,
  account: Bytes,
  target: Bytes,
): Promise<ConversationRecord> {
  const { transaction } = receiving
  const { conversation } = record
  const found = await entryOf(transaction, conversation, target)
  if (found === undefined) {
    const annotation = await annotationOf(transaction, conversation, target)
    const retractedBy = [...annotation.retractedBy.filter(one => !equal(one, account)), account]
    putAnnotation(transaction, conversation, target, { ...annotation, retractedBy })
    return record
  }
  const { shown } = found.entry
  if (shown.shows === "message" && equal(shown.account, account))
    return erase(receiving, record, found, shown)
  if (shown.shows === "reaction" && equal(shown.account, account))
    await withdraw(transaction, conversation, found, shown)
  return record
}

async function withdraw(
  transaction: Transaction,
  conversation: ConversationId,
  found: FoundEntry,
  shown: ShownAs<"reaction">,
): Promise<void> {
  await withdrawReaction(transaction, conversation, found.seq, shown)
  putShown(transaction, conversation, found, nothing)
}

async function erase(
  { transaction, identity }: Receiving,
  record: ConversationRecord,
  found: FoundEntry,
  { account, messageId }: ShownAs<"message">,
): Promise<ConversationRecord> {
  putShown(transaction, record.conversation, found, deleted(account))
  await forgetSaid(transaction, record.conversation, messageId)
  const counted = found.seq > record.readUpTo && !equal(account, identity.me.account)
  return counted ? { ...record, unread: Math.max(0, record.unread - 1) } : record
}

/** What an entry shows that somebody deleted or took back before it was opened; undefined where nobody did. */
export async function deletedBefore(
  { transaction }: Receiving,
  conversation: ConversationId,
  seq: number,
  { account, messageId }: { readonly account: Bytes; readonly messageId: Bytes },
  { retractedBy }: Annotation,
): Promise<Shown | undefined> {
  const deleters = await deletersOf(transaction, conversation, seq)
  const isDeleted =
    deleters.some(by => by.keepsOrder || equal(by.account, account)) ||
    retractedBy.some(one => equal(one, account))
  if (deleters.length > 0) deleteRecord(transaction, deletionTable, conversation, seqKey(seq))
  if (!isDeleted) return undefined
  await forgetSaid(transaction, conversation, messageId)
  return deleted(account)
}

/** Of what waits to be opened. In nearly every conversation there is nothing of the kind, which is asked once a page. */
async function deletersOf(
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
): Promise<readonly Deleter[]> {
  const some = await scanRecords(transaction, deletionTable, { under: [conversation], limit: 1 })
  if (some.length === 0) return []
  return (await readRecord(transaction, deletionTable, conversation, seqKey(seq))) ?? []
}
