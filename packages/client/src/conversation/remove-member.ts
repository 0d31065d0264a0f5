import { equal, fail, type Result, succeed } from "@colombe/base"
import { createCommit, type Proposal } from "@colombe/mls"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import { withoutLinksOf } from "../invites/own-links.ts"
import { isMember } from "./add-members.ts"
import { commitChange } from "./commit.ts"
import { pendingReferences } from "./commit-pending.ts"
import { policyOf, seatsOf } from "./facts.ts"
import { leaveConversation } from "./leave.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { withPath } from "./own-leaf.ts"
import { policyProposal, without, withRole } from "./policy.ts"

/**
 * Takes a person out, all their devices at once, and bans them: a link that they hold leads nowhere (spec Y42). Who
 * names their own account leaves: nobody commits their own removal.
 */
export async function removeMember(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  account: AccountId,
): Promise<Result<void>> {
  if (equal(account, identity.me.account)) return leaveConversation(home, identity, conversation)
  let tried = false
  const changed = await commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined) return fail("conversation-unknown")
    if (!isMember(view, account)) return tried ? succeed(undefined) : fail("member-unknown")
    tried = true
    const own = identity.me.account
    const now = policyOf(member.public)
    const policy = await withoutLinksOf(home.store, conversation, now, own, [account])
    const removes: Proposal[] = seatsOf(member.public)
      .filter(seat => equal(seat.account, account))
      .map(({ index }) => ({ kind: "remove", removed: index }))
    const next = {
      ...policy,
      roles: withRole(policy.roles, { account, role: "banned" }),
      dormant: without(policy.dormant, [account]),
      chains: without(policy.chains, [account]),
    }
    return createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [...removes, policyProposal(member.public, next)],
      references: pendingReferences(member.public),
      forcePath: true,
      ...(await withPath(home, identity, view, "removePerson")),
    })
  })
  if (!changed.ok) return changed
  await oweInvitations(home, conversation, changed.value.state.public)
  return succeed()
}
