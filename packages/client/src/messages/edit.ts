import { type Bytes, equal } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { Receiving } from "../conversation/receiving.ts"
import type { PlacedEntry } from "../conversation/view.ts"
import type { Transaction } from "../home/transaction.ts"
import type { Annotation } from "../records/annotation-records.ts"
import {
  type ConversationRecord,
  entryTable,
  type Shown,
  type ShownAs,
  seqKey,
} from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { annotationOf, entryOf, putAnnotation, putShown } from "./annotations.ts"
import { factOf, factsAbout } from "./facts.ts"
import { markMention, unmarkMention } from "./mentions.ts"

type Edit = Pick<ShownAs<"edit">, "account" | "text" | "format">

const nothing: Shown = { shows: "nothing" }
const invalid = (from: Bytes): Shown => ({ shows: "notice", notice: "edit-invalid", from })

/**
 * Spec N12: a text that names another as its first version, and what the place of this entry then shows. What people
 * have voted on is not reworded (N54).
 */
export async function takeEdit(
  { transaction, identity }: Receiving,
  { conversation, readUpTo }: Pick<ConversationRecord, "conversation" | "readUpTo">,
  entry: PlacedEntry,
  edit: Edit,
  target: Bytes,
): Promise<Shown> {
  const found = await entryOf(transaction, conversation, target)
  if (found === undefined) {
    await keepEdit(transaction, conversation, target, entry.seq)
    return { ...edit, shows: "edit" }
  }
  const { shown } = found.entry
  const isPoll = factOf(await factsAbout(transaction, conversation, target), "poll") !== undefined
  if (isPoll) return invalid(edit.account)
  const erased = shown.shows === "notice" && shown.notice === "deleted"
  if (erased && shown.from !== undefined && equal(shown.from, edit.account)) return nothing
  if (shown.shows !== "message" || !equal(shown.account, edit.account)) return invalid(edit.account)
  await keepEdit(transaction, conversation, target, entry.seq)
  if ((shown.edited?.seq ?? 0) >= entry.seq) return nothing
  const now = edited(shown, edit, entry.seq, entry.atMs)
  putShown(transaction, conversation, found, now)
  unmarkMention(transaction, conversation, found.seq)
  markMention(transaction, identity.me.account, { conversation, readUpTo, seq: found.seq }, now)
  return nothing
}

/** Where the edits of a message are: a deletion of it names them too. */
async function keepEdit(
  transaction: Transaction,
  conversation: ConversationId,
  target: Bytes,
  seq: number,
): Promise<void> {
  const annotation = await annotationOf(transaction, conversation, target)
  const edits = [...annotation.edits.filter(one => one !== seq), seq]
  putAnnotation(transaction, conversation, target, { ...annotation, edits })
}

function edited(
  first: ShownAs<"message">,
  { text, format }: Edit,
  seq: number,
  atMs: number,
): ShownAs<"message"> {
  return { ...first, text, format, edited: { seq, atMs } }
}

/** The first version is opened after its edits: the newest of its sender's counts. */
export async function withEarlierEdits(
  receiving: Receiving,
  conversation: ConversationId,
  first: ShownAs<"message">,
  annotation: Annotation,
): Promise<ShownAs<"message">> {
  const newest = await settleEdits(receiving, conversation, annotation, first.account)
  return newest === undefined ? first : edited(first, newest, newest.seq, newest.atMs)
}

/** Every edit that waited for this entry: `author` where it is a message, undefined where it can have no edits. */
export async function settleEdits(
  { transaction }: Receiving,
  conversation: ConversationId,
  { edits }: Annotation,
  author: Bytes | undefined,
): Promise<(Edit & { readonly seq: number; readonly atMs: number }) | undefined> {
  let newest: (Edit & { readonly seq: number; readonly atMs: number }) | undefined
  for (const seq of edits.toSorted((left, right) => left - right)) {
    const entry = await readRecord(transaction, entryTable, conversation, seqKey(seq))
    if (entry?.shown.shows !== "edit") continue
    const own = author !== undefined && equal(entry.shown.account, author)
    if (own) newest = { ...entry.shown, seq, atMs: entry.atMs }
    putShown(transaction, conversation, { seq, entry }, own ? nothing : invalid(entry.shown.account))
  }
  return newest
}
