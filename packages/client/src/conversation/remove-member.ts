import { equal, fail, type Result, succeed } from "@colombe/base"
import { createCommit, type Proposal, proposeSelfRemove } from "@colombe/mls"
import type { AccountId, ConversationId } from "@colombe/rules"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { isMember } from "./add-members.ts"
import { commitChange, dataOf } from "./commit.ts"
import { pendingReferences } from "./commit-pending.ts"
import { oweInvitations } from "./errands.ts"
import { policyOf, seatOfDevice, seatsOf } from "./facts.ts"
import { policyProposal, without, withRole } from "./policy.ts"
import { applyEntries, pullConversation } from "./pull.ts"

/** Takes a person out, all their devices at once, and bans them: a link that they hold leads nowhere (spec Y42). */
export async function removeMember(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  account: AccountId,
): Promise<Result<void>> {
  let tried = false
  const changed = await commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined) return fail("conversation-unknown")
    if (!isMember(view, account)) return tried ? succeed(undefined) : fail("member-unknown")
    tried = true
    const policy = policyOf(member.public)
    const removes: Proposal[] = seatsOf(member.public)
      .filter(seat => equal(seat.account, account))
      .map(({ index }) => ({ kind: "remove", removed: index }))
    const next = {
      ...policy,
      roles: withRole(policy.roles, { account, role: "banned" }),
      dormant: without(policy.dormant, [account]),
      chains: without(policy.chains, [account]),
    }
    const made = await createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [...removes, policyProposal(member.public, next)],
      references: pendingReferences(member.public),
      forcePath: true,
      authenticatedData: dataOf(view, "removePerson"),
    })
    return made.ok ? succeed({ ...made.value, welcomes: [] }) : made
  })
  if (!changed.ok) return changed
  await oweInvitations(home, conversation, policyOf(changed.value.state.public).dormant)
  return succeed()
}

/** Asks the others to take this device out. The last owner stays: somebody has to look after the group. */
export async function leaveConversation(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  const pulled = await pullConversation(home, identity, conversation)
  if (!pulled.ok) return pulled
  const { member } = pulled.value.state
  if (member === undefined) return fail("conversation-unknown")
  const policy = policyOf(member.public)
  if (policy.seed.kind !== "group") return fail("commit-forbidden")
  const { account, device } = identity.me
  const owners = policy.roles.filter(({ role }) => role === "owner")
  if (owners.every(owner => equal(owner.account, account))) return fail("last-admin")
  const seat = seatOfDevice(member.public, account, device)
  if (
    member.public.pending.some(({ sender }) => sender.kind === "member" && sender.leafIndex === seat?.index)
  )
    return succeed()
  const proposed = await proposeSelfRemove(home.mls, member, {
    signer: identity.signer,
    authenticatedData: dataOf(pulled.value, "leave"),
  })
  if (!proposed.ok) return fail("commit-forbidden", "never", proposed)
  const proposal = proposed.value.message
  const answer = await wireOf(home).call("propose", { conversation, proposal })
  if (!answer.ok) return answer
  if (answer.value.entry === undefined) return fail("server-not-colombe")
  const applied = await applyEntries(home, identity, conversation, [
    { ...answer.value.entry, body: proposal },
  ])
  return applied.ok ? succeed() : applied
}
