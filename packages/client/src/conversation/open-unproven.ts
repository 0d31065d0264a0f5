import { fail, type Result, succeed } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import { fetchChain } from "../account/chains.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { isOwed, settleErrand } from "../records/send-records.ts"
import { readRecord } from "../records/table.ts"
import { openWaiting } from "./receive-message.ts"
import { saveRecord } from "./view.ts"

/**
 * Opens what waits for the chain of `account` (spec Y32). Fails with a code to try again while the server gives less of
 * that chain than was spoken by.
 */
export async function openUnproven(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  account: AccountId,
): Promise<Result<void>> {
  const opened = await transact(home, async transaction => {
    const record = await readRecord(transaction, conversationTable, conversation)
    if (record === undefined) return succeed({ left: false })
    const fetched = await fetchChain(home, transaction, account)
    if (!fetched.ok) return fail(fetched.code, "after-delay", fetched)
    settleErrand(transaction, conversation, "openUnproven", account)
    saveRecord(home, transaction, await openWaiting({ home, identity, transaction }, record))
    return succeed({ left: await isOwed(transaction, conversation, "openUnproven", account) })
  })
  if (!opened.ok) return opened
  return opened.value.left ? fail("device-unproven", "after-delay") : succeed()
}
