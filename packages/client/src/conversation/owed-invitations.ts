import { succeed } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import { type Home, transact } from "../home/home.ts"
import { oweErrand } from "../records/send-records.ts"

/** After a commit of this device: whoever is dormant is to have the keys of the epoch that it made. */
export async function oweInvitations(
  home: Home,
  conversation: ConversationId,
  people: readonly { readonly account: AccountId }[],
): Promise<void> {
  await transact(home, async transaction => {
    for (const { account } of people) oweErrand(transaction, conversation, "invite", account)
    return succeed()
  })
}
