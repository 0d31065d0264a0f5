import { equal, toBase64Url } from "@colombe/base"
import type { ConversationId, RosterAccount } from "@colombe/rules"
import type {
  ConversationDetails,
  ConversationSummary,
  LastLine,
  Member,
  Membership,
  Role,
} from "../api/index.ts"
import { policyOf } from "../conversation/facts.ts"
import { historyPolicyOf } from "../conversation/history-policy.ts"
import { rosterOf } from "../conversation/roster.ts"
import { loadView } from "../conversation/view.ts"
import type { Home } from "../home/home.ts"
import { mayPin } from "../messages/pins.ts"
import { type OutboxRow, rowsOf } from "../outbox/rows.ts"
import { peerOf } from "../outbox/seal-row.ts"
import type { MeRecord } from "../records/account-records.ts"
import {
  type ConversationRecord,
  conversationTable,
  entryTable,
  seqKey,
} from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { ofMembers, readByEach, readByOthers } from "../relay/read-by.ts"
import { type DatedSummary, type Listing, lastWaiting, listingOf } from "./listing.ts"
import { lookingAt, peopleIn } from "./message-item.ts"
import { marksOfOne, ownMarks } from "./own-marks.ts"
import { pinsIn } from "./pins.ts"
import { plannedDetails, plannedSummaries } from "./planned-groups.ts"
import { itemOf } from "./timeline.ts"

/** Conversations in one list. */
const conversationsMax = 10_000

/** Pinned first, then newest first. What was declined, and a request in which nothing was said yet, is not shown. */
export async function listConversations(home: Home, me: MeRecord): Promise<readonly ConversationSummary[]> {
  const rows = await scanRecords(home.store, conversationTable, { limit: conversationsMax })
  const listing = await listingOf(home, me)
  return inOrder([...(await plannedSummaries(listing)), ...(await datedSummaries(listing, rows))])
}

/** Those of some records, as `listConversations`. */
export async function summariesOf(
  home: Home,
  me: MeRecord,
  rows: readonly ConversationRow[],
): Promise<readonly ConversationSummary[]> {
  return inOrder(await datedSummaries(await listingOf(home, me), rows))
}

interface ConversationRow {
  readonly value: ConversationRecord
}

async function datedSummaries(listing: Listing, rows: readonly ConversationRow[]): Promise<DatedSummary[]> {
  const summaries: DatedSummary[] = []
  for (const { value } of rows) {
    if (!isListed(value)) continue
    const summary = await summaryOf(listing, value)
    summaries.push({ at: summary.last?.at ?? value.head.atMs, summary })
  }
  return summaries
}

const inOrder = (summaries: readonly DatedSummary[]): ConversationSummary[] =>
  summaries
    .toSorted((left, right) => place(left.summary) - place(right.summary) || right.at - left.at)
    .map(({ summary }) => summary)

/** Pinned ones stand in their places, before all others. */
const place = ({ pinned }: ConversationSummary): number => (pinned === 0 ? Number.MAX_SAFE_INTEGER : pinned)

function isListed({ membership, lastSeq }: ConversationRecord): boolean {
  if (membership === "declined") return false
  return membership !== "request" || lastSeq > 0
}

async function summaryOf(listing: Listing, record: ConversationRecord): Promise<ConversationSummary> {
  const { home, me, people, marks } = listing
  const other = peerOf(record.seed, me.account)
  const peer = other === undefined ? undefined : await people(other)
  const rows = await rowsOf(home.store, record.conversation)
  return {
    conversation: toBase64Url(record.conversation),
    kind: record.seed.kind === "channel" ? "group" : record.seed.kind,
    title: peer === undefined ? (record.title ?? "") : peer.displayName,
    peer,
    membership: shownMembership(record.membership),
    memberCount: record.memberCount,
    unread: record.unread,
    last: await lastLine(listing, record, rows),
    head: record.head.seq,
    alert: peer?.trust === "frozen" ? "account-frozen" : record.alert,
    ...(await ownMarks(home.store, marks, me.account, record.conversation)),
    failed: rows.some(({ row }) => row.failed !== undefined),
  }
}

function shownMembership(membership: ConversationRecord["membership"]): Membership {
  return membership === "declined" ? "request" : membership
}

async function lastLine(
  { home, people, me }: Listing,
  record: ConversationRecord,
  waitingRows: readonly OutboxRow[],
): Promise<LastLine | undefined> {
  const { conversation } = record
  const looking = lookingAt(home.store, me, conversation, waitingRows, people)
  const waiting = await lastWaiting(looking)
  if (waiting !== undefined) return waiting
  const entry = await readRecord(home.store, entryTable, conversation, seqKey(record.lastSeq))
  if (entry === undefined) return undefined
  const item = await itemOf(looking, record.lastSeq, entry)
  return { item, at: item.at }
}

export async function detailsOf(
  home: Home,
  me: MeRecord,
  conversation: ConversationId,
): Promise<ConversationDetails | undefined> {
  const view = await loadView(home, home.store, conversation)
  const people = peopleIn(home.store)
  const listing = { home, me, people, marks: marksOfOne(home.store) }
  if (view === undefined) return plannedDetails(listing, conversation)
  const summary = await summaryOf(listing, view.record)
  const { accounts } = rosterOf(view.state.public)
  const members: Member[] = []
  for (const entry of accounts)
    members.push({
      ...(await people(entry.account)),
      role: shownRole(entry),
      dormant: entry.devices.length === 0,
    })
  const reads = ofMembers(await readByOthers(home.store, conversation), accounts)
  const own = accounts.find(({ account }) => equal(account, me.account))
  return {
    ...summary,
    members,
    devices: accounts.reduce((count, { devices }) => count + devices.length, 0),
    epoch: view.state.public.context.epoch,
    ownRole: own === undefined ? "member" : shownRole(own),
    history: historyPolicyOf(policyOf(view.state.public)),
    timer: policyOf(view.state.public).ttlSeconds,
    readBy: await Promise.all(
      reads.map(async ({ account, seq }) => ({ person: await people(account), seq })),
    ),
    pins: await pinsIn(
      home.store,
      people,
      conversation,
      (await rowsOf(home.store, conversation)).map(({ row }) => row),
    ),
    mayPin: mayPin(view, me.account),
    readByEverybody: readByEach(
      reads,
      accounts.filter(({ account }) => !equal(account, me.account)),
    ),
  }
}

function shownRole({ role }: RosterAccount): Role {
  return role === "banned" ? "member" : role
}
