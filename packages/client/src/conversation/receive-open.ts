import { type Bytes, decode, equal, fail, type Result, succeed, uint64 } from "@colombe/base"
import { publicGroupFromGroupInfo } from "@colombe/mls"
import { type ConversationId, judgeOpening, openingFactsOf } from "@colombe/rules"
import { isGuest, keepMakers } from "../invites/records.ts"
import type { ConversationRecord } from "../records/conversation-records.ts"
import { ownCommitTable } from "../records/conversation-records.ts"
import { deleteRecord, readRecord } from "../records/table.ts"
import { readRegister } from "../self/registers.ts"
import { keepBringer } from "../strangers/blocked.ts"
import { enterEpoch, keepRoster } from "./epoch.ts"
import { policyOf, seatsOf } from "./facts.ts"
import { enterState, type GroupState, inPublic, stateOfMember } from "./group-state.ts"
import { noteAge } from "./leaf-age.ts"
import { isDormant, membershipIn } from "./membership.ts"
import type { Receiving } from "./receiving.ts"
import { settleOpening } from "./settle-opening.ts"
import { type PlacedEntry, putEntry, type View } from "./view.ts"

/**
 * The first entry of a log, spec Y27: an MLS group of one leaf, whose id and extension name this conversation, and
 * whose seed hashes to it. The server checks the same; here nobody is believed.
 */
export async function receiveOpen(
  receiving: Receiving,
  conversation: ConversationId,
  entry: PlacedEntry,
): Promise<Result<View>> {
  const { home, transaction, identity } = receiving
  if (entry.body === undefined || entry.incarnation !== 0 || entry.epoch !== 0) return fail("log-broken")
  const offered = await publicGroupFromGroupInfo(home.mls, entry.body)
  if (!offered.ok) return fail("log-broken", "never", offered)
  const { group } = offered.value
  const facts = openingFactsOf(group)
  if (!facts.ok || !equal(facts.value.id.conversation, conversation)) return fail("log-broken")
  const { seed } = facts.value.extension
  const judged = await settleOpening(receiving, [], facts.value, pathOf =>
    judgeOpening(home.crypto, facts.value, pathOf),
  )
  if (!judged.ok) return judged
  const [opener] = seatsOf(group)
  if (opener === undefined) return fail("log-broken")
  const state = await stateOfOpening(receiving, conversation, entry.body, inPublic(group))
  const place = { conversation, incarnation: 0, epoch: 0 }
  keepRoster(home, transaction, place, group)
  const member = state.member && (await enterEpoch(home, transaction, place, state.member))
  if (member !== undefined) await noteAge(receiving, conversation, entry.atMs, "keyed")
  keepMakers(transaction, conversation, undefined, group, opener.account)
  const isOwn = equal(opener.account, identity.me.account)
  if (!isOwn && isDormant(policyOf(group), identity.me.account))
    keepBringer(transaction, conversation, opener.account, entry.atMs)
  const record: ConversationRecord = {
    version: 1,
    conversation,
    seed,
    membership: membershipIn(
      policyOf(group),
      seatsOf(group),
      identity.me,
      (await isGuest(transaction, conversation)) ? "guest" : "invited",
      false,
    ),
    head: { seq: entry.seq, hash: entry.hash, atMs: entry.atMs },
    serverHead: entry.seq,
    title: undefined,
    titleSeq: 0,
    readUpTo: await readElsewhere(transaction, conversation),
    unread: 0,
    lastSeq: 0,
    alert: undefined,
    broken: false,
    floor: undefined,
    openedBy: opener.account,
    memberCount: 1,
  }
  // Two people talk: that somebody began is no news.
  const created = { shows: "change", by: opener.account, change: { type: "created" } } as const
  putEntry(transaction, conversation, entry, seed.kind === "direct" ? { shows: "nothing" } : created)
  return succeed({ record, state: member === undefined ? state : stateOfMember(member) })
}

/** What another device of the account has read before this one had the conversation. */
async function readElsewhere(transaction: Receiving["transaction"], conversation: Bytes): Promise<number> {
  const read = await readRegister(transaction, "read", conversation)
  const seq = read && decode(uint64, read)
  return seq?.ok ? seq.value : 0
}

/** Where this device made the group, its secrets wait beside the request. */
export async function stateOfOpening(
  { home, transaction }: Receiving,
  conversation: ConversationId,
  body: Uint8Array,
  state: GroupState,
): Promise<GroupState> {
  const own = await readRecord(transaction, ownCommitTable, conversation)
  if (own === undefined) return state
  deleteRecord(transaction, ownCommitTable, conversation)
  if (!equal(own.commit, body)) return state
  const entered = enterState(home, state.public, own.secrets)
  return entered.ok ? entered.value : state
}
