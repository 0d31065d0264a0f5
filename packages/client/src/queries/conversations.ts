import { equal, toBase64Url } from "@colombe/base"
import type { ConversationId, RosterAccount } from "@colombe/rules"
import type {
  ConversationDetails,
  ConversationSummary,
  LastLine,
  Member,
  Membership,
  Person,
  Role,
} from "../api/index.ts"
import { policyOf } from "../conversation/facts.ts"
import { historyPolicyOf } from "../conversation/history-policy.ts"
import { rosterOf } from "../conversation/roster.ts"
import { loadView, type View } from "../conversation/view.ts"
import type { Home } from "../home/home.ts"
import { rowsOf } from "../outbox/rows.ts"
import { peerOf } from "../outbox/seal-row.ts"
import type { MeRecord } from "../records/account-records.ts"
import {
  type ConversationRecord,
  conversationTable,
  entryTable,
  seqKey,
} from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { type People, peopleIn, waitingItem } from "./message-item.ts"
import { itemOf } from "./timeline.ts"

/** Conversations in one list. */
const conversationsMax = 10_000

/** Newest first. What was declined, and a request in which nothing was said yet, is not shown. */
export async function listConversations(home: Home, me: MeRecord): Promise<readonly ConversationSummary[]> {
  const rows = await scanRecords(home.store, conversationTable, { limit: conversationsMax })
  return summariesOf(home, me, rows)
}

/** Those of some records, as `listConversations`. */
export async function summariesOf(
  home: Home,
  me: MeRecord,
  rows: readonly { readonly value: ConversationRecord }[],
): Promise<readonly ConversationSummary[]> {
  const people = peopleIn(home.store)
  const summaries: { readonly at: number; readonly summary: ConversationSummary }[] = []
  for (const { value } of rows) {
    const view = await loadView(home, home.store, value.conversation)
    if (view === undefined || !isListed(view)) continue
    const summary = await summaryOf(home, people, me, view)
    summaries.push({ at: summary.last?.at ?? value.head.atMs, summary })
  }
  return summaries.sort((left, right) => right.at - left.at).map(({ summary }) => summary)
}

function isListed({ record }: View): boolean {
  if (record.membership === "declined") return false
  return record.membership !== "request" || record.lastSeq > 0
}

async function summaryOf(home: Home, people: People, me: MeRecord, view: View): Promise<ConversationSummary> {
  const { record, state } = view
  const other = peerOf(record.seed, me.account)
  const peer = other === undefined ? undefined : await people(other)
  return {
    conversation: toBase64Url(record.conversation),
    kind: record.seed.kind === "channel" ? "group" : record.seed.kind,
    title: titleOf(view, peer),
    peer,
    membership: shownMembership(record.membership),
    memberCount: rosterOf(state.public).accounts.length,
    unread: record.unread,
    last: await lastLine(home, people, me, view),
    head: record.head.seq,
    alert: peer?.trust === "frozen" ? "account-frozen" : record.alert,
  }
}

function titleOf({ record }: View, peer: Person | undefined): string {
  return peer === undefined ? (record.title ?? "") : peer.displayName
}

function shownMembership(membership: View["record"]["membership"]): Membership {
  return membership === "declined" ? "request" : membership
}

async function lastLine(
  home: Home,
  people: People,
  me: MeRecord,
  { record }: View,
): Promise<LastLine | undefined> {
  const { conversation } = record
  const rows = (await rowsOf(home.store, conversation)).map(({ row }) => row)
  const looking = { reader: home.store, people, me, conversation, rows }
  const waiting = rows.findLast(row => row.text !== "")
  const queued = waiting && (await waitingItem(looking, waiting))
  if (queued !== undefined) return { item: queued, at: queued.at }
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
  if (view === undefined) return undefined
  const people = peopleIn(home.store)
  const summary = await summaryOf(home, people, me, view)
  const { accounts } = rosterOf(view.state.public)
  const members: Member[] = []
  for (const entry of accounts)
    members.push({
      ...(await people(entry.account)),
      role: shownRole(entry),
      dormant: entry.devices.length === 0,
    })
  const own = accounts.find(({ account }) => equal(account, me.account))
  return {
    ...summary,
    members,
    devices: accounts.reduce((count, { devices }) => count + devices.length, 0),
    epoch: view.state.public.context.epoch,
    ownRole: own === undefined ? "member" : shownRole(own),
    history: historyPolicyOf(policyOf(view.state.public)),
  }
}

function shownRole({ role }: RosterAccount): Role {
  return role === "banned" ? "member" : role
}
