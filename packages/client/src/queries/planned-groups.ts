import { toBase64Url } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { ConversationDetails, ConversationSummary, Member } from "../api/index.ts"
import { historyPolicyOf } from "../conversation/history-policy.ts"
import { type PlannedGroup, plannedGroupOf } from "../conversation/planned-group.ts"
import { rowsOf } from "../outbox/rows.ts"
import { type Listing, lastWaiting } from "./listing.ts"
import { lookingAt } from "./message-item.ts"
import { ownMarks } from "./own-marks.ts"

/** Of a group of which nothing is there yet (spec Y87). */
export async function plannedSummaryOf(
  listing: Listing,
  conversation: ConversationId,
): Promise<ConversationSummary | undefined> {
  const planned = await plannedGroupOf(listing.reader, conversation)
  return planned && plannedSummary(listing, conversation, planned)
}

export async function plannedDetails(
  listing: Listing,
  conversation: ConversationId,
): Promise<ConversationDetails | undefined> {
  const { reader, me, people } = listing
  const planned = await plannedGroupOf(reader, conversation)
  if (planned === undefined) return undefined
  const members: Member[] = [{ ...(await people(me.account)), role: "owner", dormant: false }]
  for (const account of planned.people)
    members.push({ ...(await people(account)), role: "member", dormant: true })
  return {
    ...(await plannedSummary(listing, conversation, planned)),
    members,
    banned: [],
    damaged: false,
    devices: 1,
    epoch: 0,
    ownRole: "owner",
    blocked: false,
    asksToJoin: false,
    history: historyPolicyOf(planned),
    readBy: [],
    timer: 0,
    readByEverybody: 0,
    pins: [],
    mayPin: false,
  }
}

async function plannedSummary(
  { reader, me, people }: Listing,
  conversation: ConversationId,
  planned: PlannedGroup,
): Promise<ConversationSummary> {
  const rows = await rowsOf(reader, conversation)
  const last = await lastWaiting(lookingAt(reader, me, conversation, rows, people))
  return {
    conversation: toBase64Url(conversation),
    kind: "group",
    title: planned.title,
    peer: undefined,
    membership: "planned",
    memberCount: planned.people.length + 1,
    unread: 0,
    mentions: 0,
    nextMention: undefined,
    last,
    at: last?.at ?? planned.plannedAtMs,
    head: 0,
    alert: planned.failed,
    ...(await ownMarks(reader, me.account, conversation)),
    failed: planned.failed !== undefined || rows.some(({ row }) => row.failed !== undefined),
  }
}
