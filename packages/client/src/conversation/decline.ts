import { fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Home, transact } from "../home/home.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { saveRecord } from "./view.ts"

/** Kept here and told to nobody. */
export function decline(home: Home, conversation: ConversationId): Promise<Result<void>> {
  return transact(home, async transaction => {
    const record = await readRecord(transaction, conversationTable, conversation)
    if (record?.membership !== "request" && record?.membership !== "invited")
      return fail("conversation-unknown")
    saveRecord(home, transaction, { ...record, membership: "declined" })
    return succeed()
  })
}
