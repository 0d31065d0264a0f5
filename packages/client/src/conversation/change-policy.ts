import { fail, type Result, succeed } from "@colombe/base"
import { createCommit } from "@colombe/mls"
import type { ColombeGroup, ConversationId } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import { commitChange, type InviteLimits } from "./commit.ts"
import { pendingReferences } from "./commit-pending.ts"
import { policyOf } from "./facts.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { withPath } from "./own-leaf.ts"
import { policyProposal } from "./policy.ts"
import type { View } from "./view.ts"

type MaybePromise<Value> = Value | Promise<Value>

/**
 * A rule of the conversation in a commit of its own: it holds from the epoch that this makes on. `change` gives undefined
 * where it holds already.
 */
export async function changePolicy(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  change: (now: ColombeGroup, view: View) => MaybePromise<Result<ColombeGroup | undefined>>,
  inviteLimits: InviteLimits = [],
): Promise<Result<void>> {
  let tried = false
  const changed = await commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined) return fail("conversation-unknown")
    const next = await change(policyOf(member.public), view)
    if (!next.ok) return next
    if (next.value === undefined) return succeed(undefined)
    tried = true
    const made = await createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [policyProposal(member.public, next.value)],
      references: pendingReferences(member.public),
      ...(await withPath(home, identity, view, "policy")),
    })
    return made.ok ? succeed({ ...made.value, inviteLimits }) : made
  })
  if (!changed.ok) return changed
  if (tried) await oweInvitations(home, conversation, changed.value.state.public)
  return succeed()
}
