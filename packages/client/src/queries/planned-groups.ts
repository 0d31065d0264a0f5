import { toBase64Url } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { ConversationDetails, ConversationSummary, Member } from "../api/index.ts"
import { historyPolicyOf } from "../conversation/history-policy.ts"
import { type PlannedGroup, plannedGroupOf, plannedGroupTable } from "../conversation/planned-group.ts"
import { rowsOf } from "../outbox/rows.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { type DatedSummary, type Listing, lastWaiting } from "./listing.ts"
import { lookingAt } from "./message-item.ts"
import { ownMarks } from "./own-marks.ts"

/** Groups that wait to be made. */
const plannedMax = 1_000

/** Those of which nothing is there yet (spec Y87). */
export async function plannedSummaries(listing: Listing): Promise<DatedSummary[]> {
  const { store } = listing.home
  const summaries: DatedSummary[] = []
  for (const { key, value } of await scanRecords(store, plannedGroupTable, { limit: plannedMax })) {
    if ((await readRecord(store, conversationTable, key)) !== undefined) continue
    const summary = await plannedSummary(listing, key, value)
    summaries.push({ at: summary.last?.at ?? value.plannedAtMs, summary })
  }
  return summaries
}

export async function plannedDetails(
  listing: Listing,
  conversation: ConversationId,
): Promise<ConversationDetails | undefined> {
  const { home, me, people } = listing
  const planned = await plannedGroupOf(home.store, conversation)
  if (planned === undefined) return undefined
  const members: Member[] = [{ ...(await people(me.account)), role: "owner", dormant: false }]
  for (const account of planned.people)
    members.push({ ...(await people(account)), role: "member", dormant: true })
  return {
    ...(await plannedSummary(listing, conversation, planned)),
    members,
    devices: 1,
    epoch: 0,
    ownRole: "owner",
    history: historyPolicyOf(planned),
    readBy: [],
    timer: 0,
    readByEverybody: 0,
    pins: [],
    mayPin: false,
  }
}

async function plannedSummary(
  { home, me, people, marks }: Listing,
  conversation: ConversationId,
  planned: PlannedGroup,
): Promise<ConversationSummary> {
  const rows = await rowsOf(home.store, conversation)
  return {
    conversation: toBase64Url(conversation),
    kind: "group",
    title: planned.title,
    peer: undefined,
    membership: "planned",
    memberCount: planned.people.length + 1,
    unread: 0,
    last: await lastWaiting(lookingAt(home.store, me, conversation, rows, people)),
    head: 0,
    alert: planned.failed,
    ...(await ownMarks(home.store, marks, me.account, conversation)),
    failed: planned.failed !== undefined || rows.some(({ row }) => row.failed !== undefined),
  }
}
