import { fail, type Result, succeed, unwrap } from "@colombe/base"
import { createGroup, createGroupInfo, encodeGroupSecrets } from "@colombe/mls"
import {
  type AccountId,
  type AccountPosition,
  type ConversationSeed,
  conversationIdOf,
  directSeed,
  encodeGroupId,
  headOf,
} from "@colombe/rules"
import { chainFor, fetchChain } from "../account/chains.ts"
import { mayReach } from "../account/find-person.ts"
import { leafInput, lifetimeAt, suite } from "../account/leaf.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { ownCommitTable } from "../records/conversation-records.ts"
import { putRecord } from "../records/table.ts"
import type { HistoryRule } from "./history-policy.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { firstPolicy, groupExtensions } from "./policy.ts"
import { applyEntries, pullConversation } from "./pull.ts"
import { loadView, type View } from "./view.ts"

/**
 * The one direct conversation with a person, spec Y39. Where both sides make it at once, the loser finds the winner's
 * and has thereby accepted it.
 */
export async function openDirect(home: Home, identity: Identity, account: AccountId): Promise<Result<View>> {
  const seed = directSeed(identity.me.account, account)
  if (seed === undefined) return fail("direct-with-oneself")
  const conversation = conversationIdOf(home.crypto, seed)
  const known = await loadView(home, home.store, conversation)
  if (known !== undefined) return succeed(known)
  const reachable = await mayReach(home.store, account)
  if (!reachable.ok) return reachable
  const there = await pullConversation(home, identity, conversation)
  if (there.ok || there.code !== "conversation-unknown") return there
  const peer = await positionOf(home, account)
  if (!peer.ok) return peer
  const opened = await openConversation(home, identity, seed, [peer.value])
  if (!opened.ok && opened.code === "conversation-exists")
    return pullConversation(home, identity, conversation)
  return opened
}

/** Where the account's chain stands as this device follows it now: nobody is named at a place that is not known. */
export function positionOf(home: Home, account: AccountId): Promise<Result<AccountPosition>> {
  return transact(home, async transaction => {
    const following = await fetchChain(home, transaction, account)
    if (!following.ok) return following
    if (following.value.at === "forked") return fail("account-frozen")
    return succeed({ account, position: headOf(following.value.chain) })
  })
}

/** Of each, in their order; the first that has none says why. */
export async function positionsOf(
  home: Home,
  accounts: readonly AccountId[],
): Promise<Result<AccountPosition[]>> {
  const positions: AccountPosition[] = []
  for (const account of accounts) {
    const at = await positionOf(home, account)
    if (!at.ok) return at
    positions.push(at.value)
  }
  return succeed(positions)
}

/** Incarnation 0: this device as the one leaf, everybody else dormant until they join by themselves. */
export async function openConversation(
  home: Home,
  identity: Identity,
  seed: ConversationSeed,
  dormant: readonly AccountPosition[],
  history: HistoryRule = { history: "none", historyDays: 0 },
): Promise<Result<View>> {
  const { me, signer } = identity
  const conversation = conversationIdOf(home.crypto, seed)
  const own = await transact(home, transaction => chainFor(home, transaction, me.account))
  if (!own.ok) return own
  const { history: kind, historyDays } = history
  const policy = { ...firstPolicy(seed, me.host, me.account, dormant), history: kind, historyDays }
  const group = unwrap(
    await createGroup(home.mls, {
      ...leafInput(me.account, me.device, headOf(own.value.chain)),
      suite,
      groupId: encodeGroupId({ conversation, incarnation: 0 }),
      groupExtensions: groupExtensions(policy),
      signer,
      lifetime: lifetimeAt(home.clock.now()),
    }),
  )
  const groupInfo = await createGroupInfo(home.mls, group, { signer, includeTree: true })
  await transact(home, async transaction => {
    const state = { commit: groupInfo, secrets: encodeGroupSecrets(home.mls, group) }
    putRecord(transaction, ownCommitTable, [conversation], state)
    return succeed()
  })
  const answer = await wireOf(home).call("openConversation", { conversation, groupInfo })
  if (!answer.ok) return answer
  if (answer.value.entry === undefined) return fail("server-not-colombe")
  const entry = { ...answer.value.entry, body: groupInfo }
  const view = await applyEntries(home, identity, conversation, [entry])
  if (!view.ok) return view
  const invited = dormant.map(({ account }) => account)
  await oweInvitations(home, conversation, group.public, invited)
  return view
}
