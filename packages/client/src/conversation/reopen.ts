import { fail, type Result, succeed, unwrap } from "@colombe/base"
import { createGroup, createGroupInfo, encodeGroup, type Group } from "@colombe/mls"
import { type ConversationId, carriedOver, encodeGroupId, headOf, leads, pathsIn } from "@colombe/rules"
import { chainFor, fetchChain } from "../account/chains.ts"
import { leafInput, lifetimeAt, suite } from "../account/leaf.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { entryTable, ownCommitTable, seqKey } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import { pauseBeforeRebase, rebasesMax } from "./commit.ts"
import { factsOf, incarnationOf, policyOf, seatOfDevice } from "./facts.ts"
import { heldChains } from "./judge.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { groupExtensions } from "./policy.ts"
import { applyEntries, pullConversation } from "./pull.ts"
import { stateNow } from "./receive-reopening.ts"
import type { View } from "./view.ts"

/**
 * Begins the conversation anew from its newest epoch, spec Y61: for an admin, or either side of a direct, whose device
 * has a leaf there. Secrets of that epoch are not needed. Where it was reopened meanwhile, or `isDue` says no, nothing
 * is left to do.
 */
export async function reopenConversation(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  isDue: (view: View) => Promise<boolean>,
): Promise<Result<View>> {
  let first: number | undefined
  for (let races = 0; races <= rebasesMax; races++) {
    await pauseBeforeRebase(home, races)
    const pulled = await pullConversation(home, identity, conversation)
    if (!pulled.ok) return pulled
    const incarnation = incarnationOf(pulled.value.state.public)
    first ??= incarnation
    if (incarnation > first || !(await isDue(pulled.value))) return pulled
    const opened = await open(home, identity, pulled.value)
    if (opened.ok || opened.retry !== "after-refresh") return opened
  }
  return fail("stale-epoch", "after-refresh")
}

async function open(home: Home, identity: Identity, view: View): Promise<Result<View>> {
  const { conversation } = view.record
  const planned = await plan(home, identity, view)
  if (!planned.ok) return planned
  const group = planned.value
  const groupInfo = await createGroupInfo(home.mls, group, { signer: identity.signer, includeTree: true })
  await transact(home, async transaction => {
    putRecord(transaction, ownCommitTable, [conversation], {
      commit: groupInfo,
      ...encodeGroup(home.mls, group),
    })
    return succeed()
  })
  const answer = await wireOf(home).call("openConversation", { conversation, groupInfo })
  if (!answer.ok) {
    // Where the answer is lost, the log tells what became of it.
    if (answer.retry !== "after-delay" || answer.code === "rate-limited")
      await transact(home, async transaction => {
        deleteRecord(transaction, ownCommitTable, conversation)
        return succeed()
      })
    return answer
  }
  if (answer.value.entry === undefined) return fail("server-not-colombe")
  const entry = { ...answer.value.entry, body: groupInfo }
  const applied = await applyEntries(home, identity, conversation, [entry])
  const reopened = applied.ok ? applied : await pullConversation(home, identity, conversation)
  if (reopened.ok) await oweInvitations(home, conversation, group.public)
  return reopened
}

/** The extension byte for byte, but for what names the state before and who was there. */
async function plan(home: Home, { me, signer }: Identity, view: View): Promise<Result<Group>> {
  const { record, state } = view
  const facts = factsOf(state.public)
  if (seatOfDevice(state.public, me.account, me.device) === undefined) return fail("device-not-joined")
  const policy = policyOf(state.public)
  if (policy.seed.kind !== "direct" && !leads(policy.roles, me.account)) return fail("commit-forbidden")
  const people = [...facts.leaves.values(), ...policy.dormant, ...policy.chains]
  const carried = await transact(home, async transaction => {
    for (let fetches = 0; ; fetches++) {
      const chains = await heldChains(
        home,
        transaction,
        people.map(({ account }) => account),
      )
      const found = carriedOver(facts, me, pathsIn(chains))
      if (!("at" in found)) return succeed(found)
      if (found.at === "invalid" || fetches > 0) return fail("account-unknown", "after-refresh", found)
      for (const { account } of found.missing) await fetchChain(home, transaction, account)
    }
  })
  if (!carried.ok) return carried
  const own = await transact(home, transaction => chainFor(home, transaction, me.account))
  if (!own.ok) return own
  const last = await readRecord(home.store, entryTable, record.conversation, seqKey(record.head.seq))
  // An incarnation that was refused has used up its number.
  const incarnation = Math.max(facts.id.incarnation, last?.incarnation ?? 0) + 1
  const { seq, hash } = record.head
  const previous = { state: stateNow({ home }, view), seq, log: hash }
  return succeed(
    unwrap(
      await createGroup(home.mls, {
        ...leafInput(me.account, me.device, headOf(own.value.chain)),
        suite,
        groupId: encodeGroupId({ conversation: record.conversation, incarnation }),
        groupExtensions: groupExtensions({ ...policy, ...carried.value, previous }),
        signer,
        lifetime: lifetimeAt(home.clock.now()),
      }),
    ),
  )
}
