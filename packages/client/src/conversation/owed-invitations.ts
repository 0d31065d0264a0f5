import { succeed } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import { type Home, transact } from "../home/home.ts"
import { errandParts, errandTable } from "../records/send-records.ts"
import { putRecord } from "../records/table.ts"

/** After a commit of this device: whoever is dormant is to have the keys of the epoch that it made. */
export async function oweInvitations(
  home: Home,
  conversation: ConversationId,
  people: readonly { readonly account: AccountId }[],
): Promise<void> {
  await transact(home, async transaction => {
    for (const { account } of people) {
      const errand = { what: "invite", account, failures: 0 } as const
      putRecord(transaction, errandTable, errandParts(conversation, errand), errand)
    }
    return succeed()
  })
}
