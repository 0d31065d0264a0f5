import { equal, fail, type Result, succeed } from "@colombe/base"
import { publicGroupFromGroupInfo } from "@colombe/mls"
import { type ConversationId, judgeOpening, type OpeningFacts, openingFactsOf, pathsIn } from "@colombe/rules"
import { fetchChain } from "../account/chains.ts"
import type { ConversationRecord } from "../records/conversation-records.ts"
import { ownCommitTable } from "../records/conversation-records.ts"
import { deleteRecord, readRecord } from "../records/table.ts"
import { enterEpoch, keepRoster } from "./epoch.ts"
import { policyOf, seatsOf } from "./facts.ts"
import { enterState, type GroupState, inPublic, stateOfMember } from "./group-state.ts"
import { heldChains } from "./judge.ts"
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
  const facts = openingFactsOf(group)
  if (!facts.ok || !equal(facts.value.id.conversation, conversation)) return fail("log-broken")
  const { seed } = facts.value.extension
  const judged = await judgeOpen(receiving, facts.value)
  if (!judged.ok) return judged
  const [opener] = seatsOf(group)
  if (opener === undefined) return fail("log-broken")
  const state = await stateOfOpening(receiving, conversation, entry.body, inPublic(group))
  const place = { conversation, incarnation: 0, epoch: 0 }
  keepRoster(home, transaction, place, group)
  const member = state.member && (await enterEpoch(home, transaction, place, state.member))
  const record: ConversationRecord = {
    version: 1,
    conversation,
    seed,
    membership: membershipIn(policyOf(group), seatsOf(group), identity.me, "invited", false),
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
  // Two people talk: that somebody began is no news.
  const created = { shows: "change", by: opener.account, change: { type: "created" } } as const
  putEntry(transaction, conversation, entry, seed.kind === "direct" ? { shows: "nothing" } : created)
  return succeed({ record, state: member === undefined ? state : stateOfMember(member) })
}

/** How often missing links are asked for before the conversation is left for later. */
const fetchesMax = 2

async function judgeOpen({ home, transaction }: Receiving, facts: OpeningFacts): Promise<Result<void>> {
  const { dormant, chains } = facts.extension
  const accounts = [...facts.leaves.values(), ...dormant, ...chains].map(({ account }) => account)
  for (let fetches = 0; fetches <= fetchesMax; fetches++) {
    const paths = pathsIn(await heldChains(home, transaction, accounts))
    const verdict = judgeOpening(home.crypto, facts, paths)
    if (verdict.at === "valid") return succeed()
    if (verdict.at === "invalid") return fail("log-broken", "never", verdict.code)
    for (const { account } of verdict.missing) {
      const fetched = await fetchChain(home, transaction, account)
      if (!fetched.ok) return fail(fetched.code, "after-delay", fetched)
    }
  }
  return fail("account-unknown", "after-refresh")
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
  if (!equal(own.commit, body)) return state
  const entered = enterState(home, state.public, own.secrets)
  return entered.ok ? entered.value : state
}
