import { fail, type Result, succeed } from "@colombe/base"
import { createCommit } from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import type { HistoryPolicy } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import { commitChange } from "./commit.ts"
import { pendingReferences } from "./commit-pending.ts"
import { policyOf } from "./facts.ts"
import { historyRule, sameHistory } from "./history-policy.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { withPath } from "./own-leaf.ts"
import { policyProposal } from "./policy.ts"

/** From the epoch that it makes on, spec Y80: what was said before stays under the policy of its own epoch. */
export async function setHistory(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  policy: HistoryPolicy,
): Promise<Result<void>> {
  const rule = historyRule(policy)
  if (!rule.ok) return rule
  let tried = false
  const changed = await commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined) return fail("conversation-unknown")
    const now = policyOf(member.public)
    if (now.seed.kind === "direct") return fail("commit-forbidden")
    if (sameHistory(now, rule.value)) return succeed(undefined)
    tried = true
    const made = await createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [policyProposal(member.public, { ...now, ...rule.value })],
      references: pendingReferences(member.public),
      ...(await withPath(home, identity, view, "policy")),
    })
    return made.ok ? succeed({ ...made.value, welcomes: [] }) : made
  })
  if (!changed.ok) return changed
  if (tried) await oweInvitations(home, conversation, policyOf(changed.value.state.public).dormant)
  return succeed()
}
