import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import { type AccountId, kinds } from "@colombe/rules"
import type { Verified } from "@colombe/seal"
import { noteExpiry } from "../expiry/note-expiry.ts"
import { noteMissing } from "../history/key-mail-records.ts"
import { markMention } from "../messages/mentions.ts"
import { dropTwin, settleSend } from "../outbox/rows.ts"
import {
  type ConversationRecord,
  type EntryRecord,
  entryTable,
  isLine,
  type Shown,
  sendIdTable,
  seqKey,
  seqOf,
} from "../records/conversation-records.ts"
import { putRecord, scanRecords } from "../records/table.ts"
import { isHidden } from "../strangers/blocked.ts"
import { beforeJoining } from "./close-history.ts"
import { confirmKey, type EpochPlace, epochRoster } from "./epoch.ts"
import { incarnationOf, policyOf, seatsOf } from "./facts.ts"
import { loadGroup } from "./group-state.ts"
import { openEntry } from "./open-entry.ts"
import type { Receiving } from "./receiving.ts"
import { isDamaged, oweReopening } from "./reports.ts"
import { show } from "./show.ts"
import { type PlacedEntry, putEntry, type View } from "./view.ts"

/** A sealed entry, spec Y32 to Y35: opened, or kept until its key arrives, or shown as what it is. Nothing is left out. */
export async function receiveMessage(
  receiving: Receiving,
  view: View,
  entry: PlacedEntry,
): Promise<Result<View>> {
  const now = view.state.public.context.epoch
  // A stored message belongs to the epoch that the last commit before it made.
  if (entry.epoch !== now || entry.incarnation !== incarnationOf(view.state.public)) return fail("log-broken")
  const taken = await takeMessage(receiving, view.record, entry)
  const closed = taken.shown.shows === "waiting" && isClosed(view, receiving.identity.me.account)
  const { conversation } = view.record
  if (taken.shown.shows === "waiting" && !closed)
    noteMissing(
      receiving.transaction,
      { conversation, incarnation: entry.incarnation, epoch: now },
      receiving.home.clock.now(),
    )
  putEntry(receiving.transaction, conversation, entry, closed ? beforeJoining : taken.shown)
  if (entry.type !== kinds.report) return succeed({ ...view, record: taken.record })
  return succeed(await judgeReports(receiving, { ...view, record: taken.record }))
}

/** Enough devices say that they cannot follow: that is said here too, and mended by whoever may. */
async function judgeReports(receiving: Receiving, view: View): Promise<View> {
  if (!(await isDamaged(receiving.transaction, view))) return view
  oweReopening(receiving, view)
  return { ...view, record: { ...view.record, alert: "group-damaged" } }
}

/** No key of this epoch will ever come: the account was not there, and the epoch's policy gives newcomers nothing. */
function isClosed({ state }: View, account: AccountId): boolean {
  const { history, dormant } = policyOf(state.public)
  const there = [...seatsOf(state.public), ...dormant].some(one => equal(one.account, account))
  return history === "none" && !there
}

export interface Taken {
  readonly record: ConversationRecord
  readonly shown: Shown
}

/** Also for an entry that waited: its place in the log is verified, its key has come. */
export async function takeMessage(
  receiving: Receiving,
  record: ConversationRecord,
  entry: PlacedEntry,
): Promise<Taken> {
  const { conversation } = record
  if (entry.body === undefined) return withoutBody(receiving, record, entry)
  const place = { conversation, incarnation: entry.incarnation, epoch: entry.epoch }
  const opened = await openEntry(receiving, place, entry, entry.body)
  if (!opened.ok) return unopened(record, entry, entry.body, opened)
  const { home, transaction, identity } = receiving
  const message = opened.value
  noteExpiry(receiving, conversation, entry, message.ttlSeconds)
  await remember(receiving, place, message, entry.seq)
  const mine = equal(message.account, identity.me.account)
  if (mine && equal(message.device, identity.me.device))
    await settleSend(home, transaction, conversation, message.sendId, entry.seq)
  else if (mine) await dropTwin(home, transaction, conversation, message)
  const shown = await show(receiving, record, message, entry)
  // Of somebody who is blocked it is kept, and calls nobody.
  const isQuiet = !mine && (await isHidden(transaction, message.account, entry.atMs))
  if (!isQuiet) markMention(transaction, identity.me.account, { ...record, seq: entry.seq }, shown.shown)
  const isNews = isLine(shown.shown) && !isQuiet
  const lastSeq = isNews ? Math.max(record.lastSeq, entry.seq) : record.lastSeq
  const counts = shown.shown.shows === "message" && !mine && !isQuiet && entry.seq > record.readUpTo
  return {
    record: {
      ...shown.record,
      lastSeq,
      unread: shown.record.unread + (counts ? 1 : 0),
      // Evidence that somebody shows different logs, or that this sender lies: shown, never acted upon.
      alert: message.base === "contradicts" ? "log-contradicted" : shown.record.alert,
    },
    shown: shown.shown,
  }
}

/** Spec N10: whatever its own time to live was, the group's is over. Anything else is the server's word alone. */
async function withoutBody(
  { home, transaction }: Receiving,
  record: ConversationRecord,
  entry: PlacedEntry,
): Promise<Taken> {
  const { incarnation, epoch, atMs } = entry
  const roster = await epochRoster(transaction, { conversation: record.conversation, incarnation, epoch })
  const lives = (roster?.ttlSeconds ?? 0) * 1000
  return lives > 0 && atMs + lives <= home.clock.now()
    ? { record, shown: { shows: "nothing" } }
    : noticed(record, entry, "withheld")
}

/** A key that is missing is a state, not an end: the entry is kept as it is until the key arrives. */
function unopened(
  record: ConversationRecord,
  entry: PlacedEntry,
  body: Bytes,
  failure: Result<never>,
): Taken {
  const code = failure.ok ? "" : failure.code
  if (!failure.ok && failure.retry === "after-refresh")
    return {
      record: { ...record, lastSeq: Math.max(record.lastSeq, entry.seq) },
      shown: { shows: "waiting", body },
    }
  // The same message once more: dropped, and its place is all that is left of it.
  if (code === "send-id-repeated") return { record, shown: { shows: "nothing" } }
  return noticed(record, entry, code)
}

function noticed(record: ConversationRecord, entry: PlacedEntry, notice: string): Taken {
  return {
    record: { ...record, lastSeq: Math.max(record.lastSeq, entry.seq) },
    shown: { shows: "notice", notice, from: undefined },
  }
}

async function remember(
  { transaction }: Receiving,
  place: EpochPlace,
  { account, device, sendId, candidate }: Verified,
  seq: number,
): Promise<void> {
  putRecord(transaction, sendIdTable, [place.conversation, sendId, account, device], seq)
  await confirmKey(transaction, place, candidate, account)
}

/** Rows that are opened again at one time. */
const waitingPage = 256

/** After a key arrived: everything of its epoch that waited for it (spec Y34). */
export async function openWaiting(
  receiving: Receiving,
  record: ConversationRecord,
): Promise<ConversationRecord> {
  const { transaction } = receiving
  let current = record
  for (let from = 0; ; ) {
    const rows = await scanRecords(transaction, entryTable, {
      under: [record.conversation],
      from: seqKey(from),
      limit: waitingPage,
    })
    for (const { key, value } of rows) {
      const seq = seqOf(key)
      from = seq + 1
      if (value.shown.shows !== "waiting") continue
      const entry = placedOf(seq, value, value.shown.body)
      const taken = await takeMessage(receiving, current, entry)
      if (taken.shown.shows === "waiting") continue
      putEntry(transaction, record.conversation, entry, taken.shown)
      current = taken.record
    }
    if (rows.length >= waitingPage) continue
    const state = await loadGroup(receiving.home, transaction, record.conversation)
    return state === undefined ? current : (await judgeReports(receiving, { record: current, state })).record
  }
}

function placedOf(seq: number, { shown: _, ...entry }: EntryRecord, body: Bytes): PlacedEntry {
  return { ...entry, seq, body }
}
