import { type Result, succeed } from "@colombe/base"
import { createCommit, type Proposal, type PublicGroup } from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import { withoutLinksOf } from "../invites/own-links.ts"
import { commitChange } from "./commit.ts"
import { policyOf, seatsOf } from "./facts.ts"
import { withPath } from "./own-leaf.ts"
import { policyProposal, without } from "./policy.ts"
import type { View } from "./view.ts"

/** References of proposals that wait: every commit takes all of them in. */
export function pendingReferences(group: PublicGroup): readonly Uint8Array[] {
  return group.pending.map(({ reference }) => reference)
}

/** Who leaves takes their role along, which would keep every link from letting them in again, and their links. */
async function afterwards(
  home: Home,
  { me }: Identity,
  { record }: View,
  group: PublicGroup,
): Promise<readonly Proposal[]> {
  const leavers = group.pending.flatMap(({ sender }) => {
    const seat =
      sender.kind === "member" ? seatsOf(group).find(({ index }) => index === sender.leafIndex) : undefined
    return seat === undefined ? [] : [seat.account]
  })
  const policy = policyOf(group)
  const unlinked = await withoutLinksOf(home.store, record.conversation, policy, me.account, leavers)
  const roles = without(policy.roles, leavers)
  const isSame = unlinked === policy && roles.length === policy.roles.length
  return isSame ? [] : [policyProposal(group, { ...unlinked, roles })]
}

/** Takes in what others proposed, that is, lets those go who want to leave. Somebody else may have been faster. */
export function commitPending(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<View>> {
  return commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined || member.public.pending.length === 0) return succeed(undefined)
    return createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: await afterwards(home, identity, view, member.public),
      references: pendingReferences(member.public),
      ...(await withPath(home, identity, view, "leave")),
    })
  })
}
