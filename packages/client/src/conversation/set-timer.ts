import { fail, type Result, succeed } from "@colombe/base"
import { createCommit } from "@colombe/mls"
import { type ConversationId, ttlFits } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import { commitChange } from "./commit.ts"
import { pendingReferences } from "./commit-pending.ts"
import { policyOf } from "./facts.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { withPath } from "./own-leaf.ts"
import { policyProposal } from "./policy.ts"

/** From the epoch that it makes on, spec Y142: what was said before lives as long as its own epoch said. */
export async function setTimer(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  seconds: number,
): Promise<Result<void>> {
  if (!Number.isInteger(seconds) || !ttlFits(seconds)) return fail("timer-invalid")
  let tried = false
  const changed = await commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined) return fail("conversation-unknown")
    const now = policyOf(member.public)
    if (now.ttlSeconds === seconds) return succeed(undefined)
    tried = true
    const made = await createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [policyProposal(member.public, { ...now, ttlSeconds: seconds })],
      references: pendingReferences(member.public),
      ...(await withPath(home, identity, view, "policy")),
    })
    return made.ok ? succeed({ ...made.value, welcomes: [] }) : made
  })
  if (!changed.ok) return changed
  if (tried) await oweInvitations(home, conversation, policyOf(changed.value.state.public).dormant)
  return succeed()
}
