import { equal, keyOf, succeed } from "@colombe/base"
import type { PublicGroup } from "@colombe/mls"
import type { AccountId, ConversationId } from "@colombe/rules"
import { type Home, transact } from "../home/home.ts"
import { oweErrand } from "../records/send-records.ts"
import { policyOf, seatsOf } from "./facts.ts"

/** Up to so many dormant people get the keys of every epoch, so that a crowd that comes in costs no mail to each. */
const dormantMailedMax = 50

/**
 * After a commit of this device, which made `group`: who is to have the keys of its epoch, spec Y41. These are all who
 * are dormant, or where they are many, those of them who were just invited.
 */
export async function oweInvitations(
  home: Home,
  conversation: ConversationId,
  group: PublicGroup,
  invited: readonly AccountId[] = [],
): Promise<void> {
  const inside = new Set(seatsOf(group).map(({ account }) => keyOf(account)))
  // Whoever joins by themselves stays in the list until the next commit of somebody else.
  const dormant = policyOf(group).dormant.filter(({ account }) => !inside.has(keyOf(account)))
  const owed =
    dormant.length <= dormantMailedMax
      ? dormant
      : dormant.filter(({ account }) => invited.some(one => equal(one, account)))
  await transact(home, async transaction => {
    for (const { account } of owed) oweErrand(transaction, conversation, "invite", account)
    return succeed()
  })
}
