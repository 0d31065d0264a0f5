import { equal, type Result, succeed } from "@colombe/base"
import { type AccountId, type AccountPosition, groupSeed } from "@colombe/rules"
import { composeTitle } from "@colombe/seal"
import { mayReach } from "../account/find-person.ts"
import type { HistoryPolicy } from "../api/index.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { isAcquainted } from "./acquainted.ts"
import { addMembers } from "./add-members.ts"
import { openConversation, positionOf } from "./create.ts"
import { historyRule } from "./history-policy.ts"
import { sendTitle } from "./titles.ts"
import { saveRecord, type View } from "./view.ts"

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
): Promise<Result<View>> {
  const valid = composeTitle(home.crypto, title)
  if (!valid.ok) return valid
  const rule = historyRule(history)
  if (!rule.ok) return rule
  const others = accounts.filter(
    (account, index) =>
      !equal(account, identity.me.account) && accounts.findIndex(other => equal(other, account)) === index,
  )
  const strangers: AccountPosition[] = []
  const acquainted: AccountId[] = []
  for (const account of others) {
    const reachable = await mayReach(home.store, account)
    if (!reachable.ok) return reachable
    if (await isAcquainted(home, identity, account)) acquainted.push(account)
    else {
      const at = await positionOf(home, account)
      if (!at.ok) return at
      strangers.push(at.value)
    }
  }
  const seed = groupSeed(identity.me.account, home.crypto.random(nonceBytes))
  const opened = await openConversation(home, identity, seed, strangers, rule.value)
  if (!opened.ok) return opened
  const view = await withTitle(home, opened.value, title)
  if (acquainted.length === 0) {
    const titled = await sendTitle(home, view, title)
    return titled.ok ? succeed(view) : titled
  }
  const added = await addMembers(home, identity, view.record.conversation, acquainted)
  return added.ok ? succeed(view) : added
}

/** Known here before the log has it, so that invitations carry it. */
async function withTitle(home: Home, view: View, title: string): Promise<View> {
  const record = { ...view.record, title }
  await transact(home, async transaction => {
    saveRecord(home, transaction, record)
    return succeed()
  })
  return { ...view, record }
}
