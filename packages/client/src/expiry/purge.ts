import {
  type Bytes,
  decode,
  equal,
  type Milliseconds,
  type Result,
  succeed,
  toBase64Url,
  uint64,
  unwrap,
} from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Home, tell, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { annotationOf, putAnnotation, putShown } from "../messages/annotations.ts"
import { forgetSaid } from "../messages/facts.ts"
import {
  type ConversationRecord,
  conversationTable,
  type EntryRecord,
  entryTable,
  epochKeyParts,
  epochKeyTable,
  isLine,
  type ShownAs,
  seqKey,
  seqOf,
} from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"
import { keptSendTable, lostTable } from "../restore/records.ts"
import { expiryTable, latestTimeTable, momentKey } from "./records.ts"

/** Entries that go in one transaction. */
const stepMax = 256
/** How exactly the latest time is kept, in milliseconds. */
const latestEvery: Milliseconds = 60_000
const momentBytes = 8
const conversationBytes = 32

/**
 * Takes out whatever is over. `atLeast`: a time that has passed, whatever the clock says. Gives when the next is,
 * undefined where nothing will be.
 */
export async function purgeExpired(home: Home, atLeast: Milliseconds): Promise<Milliseconds | undefined> {
  for (;;) {
    const purged = await transact(home, transaction => purgeStep(home, transaction, atLeast))
    const left = unwrap(purged)
    if (left.at === "rest") return left.next
  }
}

type Step = { readonly at: "more" } | { readonly at: "rest"; readonly next: Milliseconds | undefined }

async function purgeStep(home: Home, transaction: Transaction, atLeast: Milliseconds): Promise<Result<Step>> {
  const latest = (await readRecord(transaction, latestTimeTable)) ?? 0
  const now = Math.max(home.clock.now(), latest, atLeast)
  const [next] = await scanRecords(transaction, expiryTable, { limit: 1 })
  if (next === undefined) return succeed({ at: "rest", next: undefined })
  // Only what the server agrees with: a clock that was wrong once would take out what comes later, too.
  if (home.current.wire !== undefined && now >= latest + latestEvery)
    putRecord(transaction, latestTimeTable, [], now)
  const over = { to: momentKey(now + 1), limit: stepMax }
  const rows = await scanRecords(transaction, expiryTable, over)
  if (rows.length === 0) return succeed({ at: "rest", next: momentOf(next.key) })
  const changed = new Set<string>()
  for (const { key, value } of rows) {
    const conversation = key.slice(momentBytes, momentBytes + conversationBytes)
    await purgeEntry(home, transaction, conversation, seqOf(key), value)
    deleteRecord(transaction, expiryTable, key)
    changed.add(toBase64Url(conversation))
  }
  tellOf(home, transaction, changed)
  return succeed({ at: "more" })
}

const momentOf = (key: Bytes): Milliseconds => unwrap(decode(uint64, key.slice(0, momentBytes)))

function tellOf(home: Home, transaction: Transaction, changed: ReadonlySet<string>): void {
  transaction.afterwards(() => {
    for (const conversation of changed) tell(home, { type: "timeline", conversation, fromSeq: undefined })
    tell(home, { type: "conversations" })
  })
}

/** Text, what was said of it, its files' keys, and with the last of an epoch the key that opens it (spec Y142). */
async function purgeEntry(
  home: Home,
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
  { incarnation, epoch }: { readonly incarnation: number; readonly epoch: number },
): Promise<void> {
  const entry = await readRecord(transaction, entryTable, conversation, seqKey(seq))
  const record = await readRecord(transaction, conversationTable, conversation)
  if (entry !== undefined && record !== undefined) {
    await hide(transaction, conversation, seq, entry)
    await settleRecord(home, transaction, record, seq, entry)
  }
  deleteRecord(transaction, keptSendTable, conversation, seqKey(seq))
  await dropLost(transaction, conversation, seq)
  const next = await readRecord(transaction, entryTable, conversation, seqKey(seq + 1))
  if (next?.incarnation !== incarnation || next.epoch !== epoch)
    deleteRecord(transaction, epochKeyTable, ...epochKeyParts(conversation, incarnation, epoch))
}

async function hide(
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
  entry: EntryRecord,
): Promise<void> {
  const { shown } = entry
  if (shown.shows === "change") return
  if (shown.shows === "message") await forgetSaid(transaction, conversation, shown.messageId)
  if (shown.shows === "reaction") await forgetReaction(transaction, conversation, seq, shown)
  putShown(transaction, conversation, { seq, entry }, { shows: "nothing" })
}

async function forgetReaction(
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
  { target }: ShownAs<"reaction">,
): Promise<void> {
  const annotation = await annotationOf(transaction, conversation, target)
  const reactions = annotation.reactions.filter(one => one.seq !== seq)
  if (reactions.length < annotation.reactions.length)
    putAnnotation(transaction, conversation, target, { ...annotation, reactions })
}

/** What is gone is not the last line any more, and not unread. */
async function settleRecord(
  home: Home,
  transaction: Transaction,
  record: ConversationRecord,
  seq: number,
  { shown }: EntryRecord,
): Promise<void> {
  const own = home.current.identity?.me.account
  const counted =
    shown.shows === "message" && seq > record.readUpTo && own !== undefined && !equal(shown.account, own)
  const lastSeq =
    record.lastSeq === seq ? await lineBefore(transaction, record.conversation, seq) : record.lastSeq
  if (!counted && lastSeq === record.lastSeq) return
  const unread = counted ? Math.max(0, record.unread - 1) : record.unread
  putRecord(transaction, conversationTable, [record.conversation], { ...record, unread, lastSeq })
}

async function lineBefore(
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
): Promise<number> {
  for (let to = seq; to > 0; ) {
    const range = { under: [conversation], to: seqKey(to), limit: stepMax, reverse: true }
    const rows = await scanRecords(transaction, entryTable, range)
    const line = rows.find(({ value }) => isLine(value.shown))
    if (line !== undefined) return seqOf(line.key)
    const last = rows.at(-1)
    if (last === undefined || rows.length < stepMax) return 0
    to = seqOf(last.key)
  }
  return 0
}

/** What the server has lost and this device kept is over at the same moment. */
async function dropLost(transaction: Transaction, conversation: ConversationId, seq: number): Promise<void> {
  const place: Bytes = seqKey(seq)
  for (const { key } of await scanRecords(transaction, lostTable, { under: [conversation], limit: stepMax }))
    if (equal(key.slice(-place.length), place)) deleteRecord(transaction, lostTable, key)
}
