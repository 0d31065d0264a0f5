import { decode, equal } from "@colombe/base"
import { type AccountId, kinds } from "@colombe/rules"
import { deletion } from "@colombe/seal"
import type { Receiving } from "../conversation/receiving.ts"
import { type SaidMessage, show } from "../conversation/show.ts"
import { type PlacedEntry, putEntry, saveRecord } from "../conversation/view.ts"
import { tell, timelineChanged } from "../home/home.ts"
import { dropTwin, settleSend } from "../outbox/rows.ts"
import { entryTable, isLine, type Shown, sendIdTable, seqKey } from "../records/conversation-records.ts"
import { type SaidToSelf, saidToSelfTable } from "../records/self-records.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import { selfConversation } from "./conversation.ts"

/** What this account says to itself, at its place in the log. */
type SavedEntry = Omit<PlacedEntry, "body" | "incarnation">

/**
 * Spec V21: content of a message, or a deletion, in the self conversation. A repeat of the same device, as after a
 * lost answer, is passed over.
 */
export async function takeSaved(
  receiving: Receiving,
  message: SaidMessage,
  placed: SavedEntry,
): Promise<void> {
  const { home, transaction, identity } = receiving
  const record = await selfConversation(home, transaction, identity)
  const { conversation } = record
  const entry = { ...placed, incarnation: 0, body: undefined }
  const there = await readRecord(transaction, entryTable, conversation, seqKey(entry.seq))
  if (there !== undefined && equal(there.hash, entry.hash) && !isWithheld(there.shown)) return
  const { account, device, sendId } = message
  const known = await readRecord(transaction, sendIdTable, conversation, sendId, account, device)
  if (equal(device, identity.me.device))
    await settleSend(home, transaction, conversation, sendId, known ?? entry.seq)
  else await dropTwin(home, transaction, conversation, message)
  if (known !== undefined && known !== entry.seq) return
  putRecord(transaction, sendIdTable, [conversation, sendId, account, device], entry.seq)
  putRecord(transaction, saidToSelfTable, [seqKey(entry.seq)], saidIn(message, entry))
  const { record: next, shown } = await show(receiving, record, message, entry)
  putEntry(transaction, conversation, entry, shown)
  if (message.kind === kinds.delete) await forgetDeleted(receiving, message)
  const lastSeq = isLine(shown) ? Math.max(next.lastSeq, entry.seq) : next.lastSeq
  saveRecord(home, transaction, { ...next, lastSeq, unread: 0 })
  transaction.afterwards(() => tell(home, timelineChanged(conversation)))
}

/** A body that is not there: withheld by the server, unless a deletion in the log names it (spec N10). */
export async function takeStub(receiving: Receiving, placed: SavedEntry): Promise<void> {
  const { home, transaction, identity } = receiving
  if (placed.type !== kinds.message) return
  const record = await selfConversation(home, transaction, identity)
  const { conversation } = record
  const entry = { ...placed, incarnation: 0, body: undefined }
  if ((await readRecord(transaction, entryTable, conversation, seqKey(entry.seq))) !== undefined) return
  putEntry(transaction, conversation, entry, { shows: "notice", notice: "withheld", from: undefined })
  saveRecord(home, transaction, { ...record, lastSeq: Math.max(record.lastSeq, entry.seq) })
  transaction.afterwards(() => tell(home, timelineChanged(conversation)))
}

const isWithheld = (shown: Shown): boolean => shown.shows === "notice" && shown.notice === "withheld"

function saidIn(
  { kind, device, sendId, sentAtMs, content }: SaidMessage,
  { seq, atMs, epoch, digest, hash }: PlacedEntry,
): SaidToSelf {
  return { seq, atMs, kind, epoch, digest, hash, device, sendId, sentAtMs, content }
}

/** A snapshot does not bring back what was deleted. */
async function forgetDeleted({ transaction }: Receiving, message: SaidMessage): Promise<void> {
  const read = decode(deletion, message.content)
  if (!read.ok) return
  for (const { seq, entry } of read.value.entries) {
    const said = await readRecord(transaction, saidToSelfTable, seqKey(seq))
    if (said !== undefined && equal(said.digest, entry))
      deleteRecord(transaction, saidToSelfTable, seqKey(seq))
  }
}

/** Spec V22: out of a snapshot, in the order of the log. */
export async function takeSavedFrom(
  receiving: Receiving,
  account: AccountId,
  { seq, atMs, kind, epoch, digest, hash, device, sendId, sentAtMs, content }: SaidToSelf,
): Promise<void> {
  if (kind !== kinds.message && kind !== kinds.delete) return
  const message = { kind, account, device, sendId, sentAtMs, content, ttlSeconds: 0, role: "member" } as const
  await takeSaved(receiving, message, { seq, atMs, type: kind, epoch, digest, hash })
}
