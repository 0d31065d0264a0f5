import { fail, type Result, succeed } from "@colombe/base"
import { type ConversationId, kindClass, kinds } from "@colombe/rules"
import { type Entry, whole } from "@colombe/wire"
import { noteLeaf } from "../devices/owed-joins.ts"
import { tell, timelineChanged } from "../home/home.ts"
import { nestTransaction } from "../home/transaction.ts"
import { incarnationOf } from "./facts.ts"
import { type Ahead, openAhead, runLength } from "./open-ahead.ts"
import { placeEntry } from "./place-entry.ts"
import { receiveCommit } from "./receive-commit.ts"
import { receiveMessage } from "./receive-message.ts"
import { receiveOpen } from "./receive-open.ts"
import { receiveProposal } from "./receive-proposal.ts"
import { receiveReopening, receiveSkipped } from "./receive-reopening.ts"
import type { Receiving } from "./receiving.ts"
import { rosterOf } from "./roster.ts"
import { logStartOf, type PlacedEntry, putEntry, saveView, type View } from "./view.ts"

/** `view` is as far as it came. `failure`: why it stops there. */
export interface Received {
  readonly view: View | undefined
  readonly failure: Result<never> | undefined
}

/**
 * Applies entries one by one, in the order of the log, spec Y22 to Y26. Each leaves its changes whole or none; the
 * caller commits all of them with the new head at once. What shows the log to be wrong stops the conversation for good,
 * and what is verified stays.
 */
export async function receiveEntries(
  receiving: Receiving,
  conversation: ConversationId,
  before: View | undefined,
  entries: readonly Entry[],
): Promise<Received> {
  let view = before
  let failure: Received["failure"]
  let run: Run = { end: 0, ahead: undefined }
  for (const [index, entry] of entries.entries()) {
    const seq = whole(entry.seq)
    // What was applied already may come again, on another way.
    if (view !== undefined && seq !== undefined && seq <= view.record.head.seq) continue
    const step = nestTransaction(receiving.transaction)
    if (view !== undefined && index >= run.end) run = await beginRun(receiving, view, entries, index)
    const { ahead } = run
    const next = await receiveEntry({ ...receiving, transaction: step, ahead }, conversation, view, entry)
    if (!next.ok) {
      failure = next
      break
    }
    await step.commit()
    view = next.value
  }
  if (failure !== undefined && view !== undefined && isProof(failure)) view = broken(view, failure)
  if (view !== undefined && view !== before) {
    view = counted(view, before)
    await save(receiving, conversation, view, before)
    await noteLeaf(receiving.transaction, view)
  }
  return { view, failure }
}

/** Messages of one epoch that follow each other. */
interface Run {
  /** Index of the first entry behind it. */
  readonly end: number
  readonly ahead: Ahead | undefined
}

/** One message alone gains nothing. */
const runMin = 2

async function beginRun(
  receiving: Receiving,
  { record, state }: View,
  entries: readonly Entry[],
  start: number,
): Promise<Run> {
  const { conversation } = record
  const place = { conversation, incarnation: incarnationOf(state.public), epoch: state.public.context.epoch }
  const length = runLength(entries.slice(start), place)
  if (length < runMin) return { end: start + 1, ahead: undefined }
  const end = start + length
  return { end, ahead: await openAhead(receiving, place, entries.slice(start, end)) }
}

function counted(view: View, before: View | undefined): View {
  if (view.state === before?.state) return view
  return { ...view, record: { ...view.record, memberCount: rosterOf(view.state.public).accounts.length } }
}

async function save(
  { home, transaction }: Receiving,
  conversation: ConversationId,
  view: View,
  before: View | undefined,
): Promise<void> {
  await saveView(home, transaction, view, before)
  transaction.afterwards(() => {
    tell(home, timelineChanged(conversation, (before?.record.head.seq ?? 0) + 1))
    tell(home, { type: "conversations" })
  })
}

/** Codes that prove something wrong, whoever did it; all others pass. */
function isProof(failure: Result<never>): boolean {
  return !failure.ok && failure.retry === "never"
}

function broken(view: View, failure: Result<never>): View {
  const code = failure.ok ? "log-broken" : failure.code
  return { ...view, record: { ...view.record, broken: true, alert: code } }
}

async function receiveEntry(
  receiving: Receiving,
  conversation: ConversationId,
  view: View | undefined,
  entry: Entry,
): Promise<Result<View>> {
  const head = view?.record.head ?? logStartOf(receiving.home, conversation)
  const placed = placeEntry(receiving.home, head, entry)
  if (!placed.ok) return placed
  const { value } = placed
  if (view === undefined) {
    if (value.type !== kinds.open) return fail("log-broken")
    return receiveOpen(receiving, conversation, value)
  }
  const next = await receiveInto(receiving, view, value)
  if (!next.ok) return next
  const { seq, hash, atMs } = value
  return succeed({ ...next.value, record: { ...next.value.record, head: { seq, hash, atMs } } })
}

function receiveInto(receiving: Receiving, view: View, entry: PlacedEntry): Promise<Result<View>> {
  if (entry.type === kinds.open) return receiveReopening(receiving, view, entry)
  if (entry.incarnation > incarnationOf(view.state.public)) return receiveSkipped(receiving, view, entry)
  if (entry.type === kinds.commit) return receiveCommit(receiving, view, entry)
  if (entry.type === kinds.proposal) return receiveProposal(receiving, view, entry)
  const kind = kindClass(entry.type)
  if (kind === "stored" || kind === "slot") return receiveMessage(receiving, view, entry)
  return Promise.resolve(receiveUnknown(receiving, view, entry))
}

/** Of a type that this version does not know: it has a place, and is shown as such. */
function receiveUnknown({ transaction }: Receiving, view: View, entry: PlacedEntry): Result<View> {
  putEntry(transaction, view.record.conversation, entry, {
    shows: "notice",
    notice: "newer-app",
    from: undefined,
  })
  return succeed(view)
}
