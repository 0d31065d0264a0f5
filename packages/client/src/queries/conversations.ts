import { equal, toBase64Url } from "@colombe/base"
import { type AccountId, type ColombeGroup, type ConversationId, joinLinkAsks } from "@colombe/rules"
import { isWelcome } from "../account/asking.ts"
import { ownDevices } from "../account/own-devices.ts"
import { peerOf } from "../account/peer.ts"
import type { ConversationDetails, ConversationSummary, LastLine, Member, Membership } from "../api/index.ts"
import { ownRole, policyOf } from "../conversation/facts.ts"
import { historyPolicyOf } from "../conversation/history-policy.ts"
import { hasReports } from "../conversation/reports.ts"
import { rosterOf } from "../conversation/roster.ts"
import { loadView, type View } from "../conversation/view.ts"
import type { Home } from "../home/home.ts"
import { mentionsIn } from "../messages/mentions.ts"
import { mayPin } from "../messages/pins.ts"
import { type OutboxRow, rowsOf } from "../outbox/rows.ts"
import { pictureVersion } from "../profile/pictures.ts"
import type { MeRecord } from "../records/account-records.ts"
import {
  type ConversationRecord,
  conversationTable,
  entryTable,
  seqKey,
} from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { ofMembers, readByEach, readByOthers } from "../relay/read-by.ts"
import { selfConversation } from "../self/conversation.ts"
import { isSelf } from "../self/log.ts"
import { isUnwanted } from "../strangers/blocked.ts"
import { isWithBlocked } from "../strangers/with-blocked.ts"
import { type Listing, lastWaiting, listingOf } from "./listing.ts"
import { lookingAt } from "./message-item.ts"
import { ownMarks } from "./own-marks.ts"
import { pinsIn } from "./pins.ts"
import { plannedDetails, plannedSummaryOf } from "./planned-groups.ts"
import { shownRole } from "./shown-role.ts"
import { itemOf } from "./timeline.ts"

/** As the list shows it: undefined where it does not, such as a request that was declined or says nothing yet. */
export async function listedSummaryOf(
  listing: Listing,
  conversation: ConversationId,
): Promise<ConversationSummary | undefined> {
  const record = await readRecord(listing.reader, conversationTable, conversation)
  if (record === undefined) return plannedSummaryOf(listing, conversation)
  if (!(await isListed(listing, record))) return undefined
  const summary = await summaryOf(listing, record)
  return record.seed.kind !== "self" || isUsed(summary) ? summary : undefined
}

/** Until somebody keeps something there, nobody needs it in a list. */
function isUsed({ last, draft, pinned }: ConversationSummary): boolean {
  return last !== undefined || draft !== "" || pinned > 0
}

async function isListed(listing: Listing, record: ConversationRecord): Promise<boolean> {
  const { membership, lastSeq } = record
  if (membership === "declined" || membership === "guest") return false
  if (membership === "request" && lastSeq === 0) return false
  if (await isUnwanted(listing.reader, record)) return false
  return isWelcome(listing, listing.me.account, record)
}

async function summaryOf(listing: Listing, record: ConversationRecord): Promise<ConversationSummary> {
  const { reader, me, people } = listing
  const other = peerOf(record.seed, me.account)
  const peer = other === undefined ? undefined : await people(other)
  const rows = await rowsOf(reader, record.conversation)
  const last = await lastLine(listing, record, rows)
  const mentioned = await mentionsIn(reader, record.conversation)
  const picture = await pictureVersion(reader, record.conversation)
  return {
    conversation: toBase64Url(record.conversation),
    kind: record.seed.kind === "channel" ? "group" : record.seed.kind,
    title: peer === undefined ? (record.title ?? "") : peer.displayName,
    peer,
    ...(picture === undefined ? {} : { picture }),
    membership: shownMembership(record.membership),
    memberCount: record.memberCount,
    unread: record.unread,
    mentions: mentioned.count,
    nextMention: mentioned.first,
    last,
    at: last?.at ?? record.head.atMs,
    head: record.head.seq,
    alert: peer?.trust === "frozen" ? "account-frozen" : record.alert,
    ...(await ownMarks(reader, me.account, record.conversation)),
    failed: rows.some(({ row }) => row.failed !== undefined),
  }
}

function shownMembership(membership: ConversationRecord["membership"]): Membership {
  if (membership === "declined") return "request"
  return membership === "guest" ? "left" : membership
}

async function lastLine(
  { reader, people, me }: Listing,
  record: ConversationRecord,
  waitingRows: readonly OutboxRow[],
): Promise<LastLine | undefined> {
  const { conversation } = record
  const looking = lookingAt(reader, me, conversation, waitingRows, people)
  const waiting = await lastWaiting(looking)
  if (waiting !== undefined) return waiting
  const entry = await readRecord(reader, entryTable, conversation, seqKey(record.lastSeq))
  if (entry === undefined) return undefined
  const item = await itemOf(looking, record.lastSeq, entry)
  return { item, at: item.at }
}

export async function detailsOf(
  home: Home,
  me: MeRecord,
  conversation: ConversationId,
): Promise<ConversationDetails | undefined> {
  const listing = listingOf(home, home.store, me)
  const { people } = listing
  if (isSelf(home, { me }, conversation)) return selfDetails(home, listing)
  const view = await loadView(home, home.store, conversation)
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
    banned: await Promise.all(bannedIn(policyOf(view.state.public)).map(people)),
    damaged: summary.alert === "group-damaged" || (await hasReports(home.store, view)),
    devices: accounts.reduce((count, { devices }) => count + devices.length, 0),
    epoch: view.state.public.context.epoch,
    ownRole: own === undefined ? "member" : shownRole(own),
    blocked: await isWithBlocked(home.store, { me }, view.record),
    asksToJoin: asksToJoin(view, me),
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

/** Of what this person says to themselves: nobody else is there, and nothing of a group is to be changed. */
async function selfDetails(home: Home, listing: Listing): Promise<ConversationDetails> {
  const { reader, me, people } = listing
  const record = await selfConversation(home, reader, { me })
  return {
    ...(await summaryOf(listing, record)),
    members: [{ ...(await people(me.account)), role: "owner", dormant: false }],
    banned: [],
    damaged: false,
    devices: await ownDevices(home, me.account),
    epoch: 0,
    ownRole: "owner",
    history: "all",
    timer: 0,
    readBy: [],
    pins: [],
    mayPin: false,
    readByEverybody: 0,
    blocked: false,
    asksToJoin: false,
  }
}

function asksToJoin({ record, state }: View, { account }: MeRecord): boolean {
  const { links } = policyOf(state.public)
  const answers = record.membership === "member" && ownRole(state.public, account) !== "member"
  return answers && links.some(({ flags }) => flags === joinLinkAsks)
}

function bannedIn({ roles }: ColombeGroup): readonly AccountId[] {
  return roles.flatMap(({ account, role }) => (role === "banned" ? [account] : []))
}
