import { equal, type Result } from "@colombe/base"
import { type AccountId, type ConversationId, groupSeed } from "@colombe/rules"
import { composeTitle } from "@colombe/seal"
import { mayReach } from "../account/find-person.ts"
import type { HistoryPolicy } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import { makeGroup } from "./finish-group.ts"
import { historyRule } from "./history-policy.ts"

const nonceBytes = 32

/**
 * A group with its title, spec Y41. Strangers are dormant from the start; those with whom this side has talked are added
 * right after, so that the group exists whatever becomes of that.
 */
export async function createGroupWith(
  home: Home,
  identity: Identity,
  title: string,
  accounts: readonly AccountId[],
  history: HistoryPolicy,
): Promise<Result<ConversationId>> {
  const valid = composeTitle(home.crypto, title)
  if (!valid.ok) return valid
  const rule = historyRule(history)
  if (!rule.ok) return rule
  const people = accounts.filter(
    (account, index) =>
      !equal(account, identity.me.account) && accounts.findIndex(other => equal(other, account)) === index,
  )
  for (const account of people) {
    const reachable = await mayReach(home.store, account)
    if (!reachable.ok) return reachable
  }
  const seed = groupSeed(identity.me.account, home.crypto.random(nonceBytes))
  return makeGroup(home, identity, { seed, title, people, ...rule.value })
}
