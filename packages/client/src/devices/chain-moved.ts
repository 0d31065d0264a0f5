import { equal } from "@colombe/base"
import { stateOf, type VerifiedChain } from "@colombe/rules"
import { forgetLost } from "../account/verified-records.ts"
import type { Home, Identity } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { oweErrand } from "../records/send-records.ts"
import { scanRecords } from "../records/table.ts"
import { noteDevices } from "./device-notes.ts"

const conversationsMax = 10_000

/**
 * The account's own chain went on. What came or went is told; where a device went, every conversation owes its removal,
 * in the transaction that learns of it, so that nothing of it is forgotten (spec Y48).
 */
export async function ownChainMoved(
  home: Home,
  transaction: Transaction,
  { me }: Pick<Identity, "me">,
  before: VerifiedChain | undefined,
  after: VerifiedChain,
): Promise<void> {
  await noteDevices(home, transaction, before, after)
  const { removed } = stateOf(after)
  const known = before === undefined ? [] : stateOf(before).removed
  if (removed.every(({ id }) => known.some(one => equal(one.id, id)))) return
  await forgetLost(transaction, after)
  for (const { value } of await scanRecords(transaction, conversationTable, { limit: conversationsMax })) {
    if (value.membership !== "member" || value.broken || value.seed.kind === "self") continue
    oweErrand(transaction, value.conversation, "removeDevices", me.account)
  }
}
