import { equal, fail, type Result, succeed } from "@colombe/base"
import { publicGroupFromGroupInfo } from "@colombe/mls"
import { type ConversationId, type ConversationSeed, conversationIdOf } from "@colombe/rules"
import { chainFor } from "../account/chains.ts"
import type { ConversationRecord } from "../records/conversation-records.ts"
import { ownCommitTable } from "../records/conversation-records.ts"
import { deleteRecord, readRecord } from "../records/table.ts"
import { enterEpoch, keepRoster } from "./epoch.ts"
import { groupIdOf, policyOf, readColombeGroup, seatsOf } from "./facts.ts"
import { decodeMember, type GroupState, inPublic, stateOfMember } from "./group-state.ts"
import { membershipIn } from "./membership.ts"
import type { Receiving } from "./receiving.ts"
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
  const id = groupIdOf(group)
  const policy = readColombeGroup(group.context.extensions)
  const [opener, ...others] = seatsOf(group)
  if (!id.ok || !policy.ok || opener === undefined || others.length > 0) return fail("log-broken")
  const { seed } = policy.value
  const named =
    equal(id.value.conversation, conversation) &&
    id.value.incarnation === 0 &&
    group.context.epoch === 0 &&
    equal(conversationIdOf(home.crypto, seed), conversation)
  if (!named || !mayOpen(seed, opener.account)) return fail("log-broken")
  const chain = await chainFor(home, transaction, opener.account)
  if (!chain.ok) return chain
  const state = await stateOfOpening(receiving, conversation, entry.body, inPublic(group))
  const place = { conversation, incarnation: 0, epoch: 0 }
  keepRoster(home, transaction, place, group)
  const member = state.member && (await enterEpoch(home, transaction, place, state.member))
  const record: ConversationRecord = {
    version: 1,
    conversation,
    seed,
    membership: membershipIn(policyOf(group), seatsOf(group), identity.me, "invited"),
    head: { seq: entry.seq, hash: entry.hash, atMs: entry.atMs },
    serverHead: entry.seq,
    title: undefined,
    titleSeq: 0,
    readUpTo: 0,
    unread: 0,
    lastSeq: 0,
    alert: undefined,
    broken: false,
    floor: undefined,
    openedBy: opener.account,
  }
  putEntry(transaction, conversation, entry, {
    shows: "change",
    by: opener.account,
    change: { type: "created" },
  })
  return succeed({ record, state: member === undefined ? state : stateOfMember(member) })
}

function mayOpen(seed: ConversationSeed, opener: Uint8Array): boolean {
  switch (seed.kind) {
    case "direct":
      return equal(seed.low, opener) || equal(seed.high, opener)
    case "self":
      return equal(seed.account, opener)
    default:
      return equal(seed.creator, opener)
  }
}

/** Where this device made the group, its secrets wait beside the request. */
async function stateOfOpening(
  { home, transaction }: Receiving,
  conversation: ConversationId,
  body: Uint8Array,
  state: GroupState,
): Promise<GroupState> {
  const own = await readRecord(transaction, ownCommitTable, conversation)
  if (own === undefined) return state
  deleteRecord(transaction, ownCommitTable, conversation)
  return equal(own.commit, body) ? stateOfMember(decodeMember(home, own.public, own.secrets)) : state
}
