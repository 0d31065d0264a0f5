import { equal, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { policyOf, seatOfDevice, seatsOf } from "../conversation/facts.ts"
import { membershipIn } from "../conversation/membership.ts"
import { logStartOf, saveView, type View } from "../conversation/view.ts"
import { type Home, type Identity, tell, timelineChanged, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import {
  type ConversationRecord,
  entryTable,
  isLine,
  ownCommitTable,
  seqKey,
} from "../records/conversation-records.ts"
import { oweErrand } from "../records/send-records.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import type { Fallback } from "./fall-back.ts"
import { entriesBehind, forgetEntry, forgetPlaces } from "./forget-places.ts"
import { keepLost } from "./keep-lost.ts"
import { fallbackTable, suspectTable } from "./records.ts"
import { sayAgain } from "./say-again.ts"

/**
 * Spec Y82, Y83: the log ends at `common` again. What was read after it is kept to be read, what this device said there
 * goes out again, and everything that names a place after it is gone, in one transaction.
 */
export async function rewind(
  home: Home,
  identity: Identity,
  view: View,
  common: number,
  fallback: Fallback | undefined,
): Promise<void> {
  const { conversation } = view.record
  const to = fallback?.seq ?? common
  await transact(home, async transaction => {
    const again = await sayAgain(transaction, conversation, common)
    const behind = await entriesBehind(transaction, conversation, to)
    const lost = behind.filter(({ seq }) => seq > common)
    if (lost.length > 0) keepLost(home, identity, transaction, conversation, common, lost, again)
    for (const one of behind) await forgetEntry(transaction, conversation, one)
    await forgetPlaces(transaction, conversation, to)
    deleteRecord(transaction, ownCommitTable, conversation)
    deleteRecord(transaction, suspectTable, conversation)
    const state = fallback?.state ?? view.state
    const next = { record: await recordAt(home, identity, transaction, { ...view, state }, to), state }
    await saveView(home, transaction, next, fallback === undefined ? view : undefined)
    if (fallback !== undefined && !isOut(next.record)) await oweMending(identity, transaction, next, fallback)
    transaction.afterwards(() => {
      tell(home, timelineChanged(conversation))
      tell(home, { type: "conversations" })
    })
    return succeed()
  })
}

async function recordAt(
  home: Home,
  { me }: Identity,
  transaction: Transaction,
  { record, state }: View,
  to: number,
): Promise<ConversationRecord> {
  const { conversation } = record
  const last = await readRecord(transaction, entryTable, conversation, seqKey(to))
  const head =
    last === undefined ? logStartOf(home, conversation) : { seq: to, hash: last.hash, atMs: last.atMs }
  const readUpTo = Math.min(record.readUpTo, to)
  const unread = (await entriesBehind(transaction, conversation, readUpTo)).filter(
    ({ entry: { shown } }) => shown.shows === "message" && !equal(shown.account, me.account),
  ).length
  const membership = isOut(record)
    ? record.membership
    : membershipIn(policyOf(state.public), seatsOf(state.public), me, record.membership, false)
  return {
    ...record,
    membership,
    head,
    serverHead: to,
    titleSeq: Math.min(record.titleSeq, to),
    readUpTo,
    unread,
    lastSeq: await lastLineAt(transaction, conversation, to),
    broken: false,
  }
}

/** Whoever knows that they are out does not come in because the server has forgotten it. */
function isOut({ membership }: ConversationRecord): boolean {
  return membership === "removed" || membership === "left"
}

async function lastLineAt(
  transaction: Transaction,
  conversation: ConversationId,
  to: number,
): Promise<number> {
  for (let seq = to; seq > 0; seq--) {
    const entry = await readRecord(transaction, entryTable, conversation, seqKey(seq))
    if (entry !== undefined && isLine(entry.shown)) return seq
  }
  return 0
}

/** This device comes in again if it has lost its secrets, and sees to what the lost commits had done. */
async function oweMending(
  { me }: Identity,
  transaction: Transaction,
  { record, state }: View,
  { before }: Fallback,
): Promise<void> {
  const { conversation } = record
  const known = await readRecord(transaction, fallbackTable, conversation)
  putRecord(transaction, fallbackTable, [conversation], known ?? before)
  const hasLeaf = seatOfDevice(state.public, me.account, me.device) !== undefined
  const what = hasLeaf && state.member === undefined ? (["rejoin", "mend"] as const) : (["mend"] as const)
  for (const one of what) oweErrand(transaction, conversation, one, me.account)
}
