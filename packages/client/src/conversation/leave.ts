import { equal, fail, type Result, succeed } from "@colombe/base"
import { createCommit, type Proposal, type PublicGroup, proposeSelfRemove } from "@colombe/mls"
import type { AccountId, ConversationId } from "@colombe/rules"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { withoutLinksOf } from "../invites/own-links.ts"
import { commitChange, dataOf, pauseBeforeRebase, rebasesMax } from "./commit.ts"
import { pendingReferences } from "./commit-pending.ts"
import { policyOf, seatOfDevice, seatsOf } from "./facts.ts"
import { isDormant } from "./membership.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { withPath } from "./own-leaf.ts"
import { dropPlan, plannedGroupOf } from "./planned-group.ts"
import { policyProposal, without } from "./policy.ts"
import { applyEntries } from "./pull.ts"
import { rosterOf } from "./roster.ts"
import { loadView, type View } from "./view.ts"

/**
 * Asks the others to take this person out. The last owner stays: somebody has to look after the group. One that was never
 * made is thrown away.
 */
export async function leaveConversation(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  if (await isOnlyPlanned(home, conversation)) return dropPlan(home, identity, conversation)
  for (let races = 0; races <= rebasesMax; races++) {
    await pauseBeforeRebase(home, races)
    const alone = await withOneLeaf(home, identity, conversation)
    if (!alone.ok) return alone
    const asked = await askToLeave(home, identity, alone.value)
    if (asked.ok || asked.retry !== "after-refresh") return asked
  }
  return fail("stale-epoch", "after-refresh")
}

async function isOnlyPlanned(home: Home, conversation: ConversationId): Promise<boolean> {
  if ((await plannedGroupOf(home.store, conversation)) === undefined) return false
  return (await loadView(home, home.store, conversation)) === undefined
}

/** Those who left may still be listed. */
function mayLeave(group: PublicGroup, account: AccountId): Result<void> {
  if (policyOf(group).seed.kind !== "group") return fail("commit-forbidden")
  const owners = rosterOf(group).accounts.filter(({ role }) => role === "owner")
  return owners.every(owner => equal(owner.account, account)) ? fail("last-admin") : succeed()
}

/**
 * Only the one leaf of an account may ask to go, and nothing of the account may be dormant (spec C17, Y91): this person's
 * other devices go first, and the invitation by which they came in.
 */
async function withOneLeaf(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<View>> {
  const { account, device } = identity.me
  let tried = false
  const alone = await commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined) return fail("conversation-unknown")
    const may = mayLeave(member.public, account)
    if (!may.ok) return may
    const policy = policyOf(member.public)
    const others = seatsOf(member.public).filter(
      seat => equal(seat.account, account) && !equal(seat.device, device),
    )
    const unlinked = await withoutLinksOf(home.store, conversation, policy, account, [account])
    if (others.length === 0 && !isDormant(policy, account) && unlinked === policy) return succeed(undefined)
    tried = true
    const removes: Proposal[] = others.map(({ index }) => ({ kind: "remove", removed: index }))
    const next = { ...unlinked, dormant: without(policy.dormant, [account]) }
    return createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [...removes, policyProposal(member.public, next)],
      references: pendingReferences(member.public),
      forcePath: true,
      ...(await withPath(home, identity, view, "leave")),
    })
  })
  if (alone.ok && tried) await oweInvitations(home, conversation, alone.value.state.public)
  return alone
}

async function askToLeave(home: Home, { me, signer }: Identity, view: View): Promise<Result<void>> {
  const { conversation } = view.record
  const { member } = view.state
  if (member === undefined) return fail("conversation-unknown")
  const index = seatOfDevice(member.public, me.account, me.device)?.index
  const asked = member.public.pending.some(
    ({ sender }) => sender.kind === "member" && sender.leafIndex === index,
  )
  if (asked) return succeed()
  const proposed = await proposeSelfRemove(home.mls, member, {
    signer,
    authenticatedData: dataOf(view, "leave"),
  })
  if (!proposed.ok) return fail("commit-forbidden", "never", proposed)
  const proposal = proposed.value.message
  const answer = await wireOf(home).call("propose", { conversation, proposal })
  if (!answer.ok) return answer
  if (answer.value.entry === undefined) return fail("server-not-colombe")
  const entry = { ...answer.value.entry, body: proposal }
  const applied = await applyEntries(home, { me, signer }, conversation, [entry])
  // Somebody was faster: the pull brings it.
  return applied.ok || applied.retry !== "never" ? succeed() : applied
}
