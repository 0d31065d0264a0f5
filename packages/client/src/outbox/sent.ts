import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Home, type Identity, transact } from "../home/home.ts"
import { sendIdTable } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import { dropRow, findRow, putRow } from "./rows.ts"

/** What became of a send so far; undefined while it waits. */
export async function fateOf(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  sendId: Bytes,
): Promise<Result<{ readonly seq: number }> | undefined> {
  const under = [conversation, sendId, me.account]
  const [sent] = await scanRecords(home.store, sendIdTable, { under, limit: 1 })
  if (sent !== undefined) return succeed({ seq: sent.value })
  const found = await findRow(home.store, conversation, sendId)
  if (found === undefined) return fail("message-unknown")
  return found.row.failed === undefined ? undefined : fail(found.row.failed)
}

/** A failed send goes out again, in its old place among those that wait. */
export function retryRow(home: Home, conversation: ConversationId, sendId: Bytes): Promise<Result<void>> {
  return transact(home, async transaction => {
    const found = await findRow(transaction, conversation, sendId)
    if (found?.row.failed === undefined) return fail("message-unknown")
    putRow(transaction, { ...found, row: { ...found.row, failed: undefined } })
    return succeed()
  })
}

/** Only what failed can be discarded: anything else may be on the server already. */
export function discardRow(home: Home, conversation: ConversationId, sendId: Bytes): Promise<Result<void>> {
  return transact(home, async transaction => {
    const found = await findRow(transaction, conversation, sendId)
    if (found?.row.failed === undefined) return fail("message-unknown")
    await dropRow(transaction, found)
    return succeed()
  })
}
