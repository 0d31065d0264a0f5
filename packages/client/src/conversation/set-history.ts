import { fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { HistoryPolicy } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import { changePolicy } from "./change-policy.ts"
import { historyRule, sameHistory } from "./history-policy.ts"

/** Spec Y80: what was said before stays under the policy of its own epoch. */
export async function setHistory(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  policy: HistoryPolicy,
): Promise<Result<void>> {
  const rule = historyRule(policy)
  if (!rule.ok) return rule
  return changePolicy(home, identity, conversation, now => {
    if (now.seed.kind === "direct") return fail("commit-forbidden")
    return succeed(sameHistory(now, rule.value) ? undefined : { ...now, ...rule.value })
  })
}
