import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { removeUnkept } from "../files/kept.ts"
import { areUploaded } from "../files/upload.ts"
import { type Home, type Identity, tell, timelineChanged, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { sendIdTable } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import { forgetScheduled } from "../scheduled/forget.ts"
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
    tellAfterwards(home, transaction, conversation)
    return succeed()
  })
}

/** What failed. Anything else may be on the server already, or waits for its files (`takeBackUpload`). */
export function discardRow(home: Home, conversation: ConversationId, sendId: Bytes): Promise<Result<void>> {
  return transact(home, async transaction => {
    const found = await findRow(transaction, conversation, sendId)
    if (found === undefined) return fail("message-unknown")
    if (found.row.failed === undefined) return fail("send-under-way")
    await dropRow(transaction, found)
    // It does not come back with its time.
    const { identity } = home.current
    if (identity !== undefined) await forgetScheduled(home, transaction, identity, sendId)
    tellAfterwards(home, transaction, conversation)
    return succeed()
  })
}

/**
 * Spec F13: whether there was a send whose files were still on their way, which go no further. It waits for nothing but
 * a piece that is being written: neither between a file's last piece and the note that the server has it, nor for what
 * else goes on.
 */
export function takeBackUpload(
  home: Home,
  conversation: ConversationId,
  sendId: Bytes,
): Promise<Result<boolean>> {
  return home.filesLane(() =>
    transact(home, async transaction => {
      const found = await findRow(transaction, conversation, sendId)
      if (found === undefined || found.row.failed !== undefined) return succeed(false)
      const { files } = found.row
      if (await areUploaded(transaction, files)) return succeed(false)
      await dropRow(transaction, found)
      tellAfterwards(home, transaction, conversation)
      transaction.afterwards(() => {
        // What cannot be removed now is removed at the next start.
        for (const { blob } of files) home.filesLane(() => removeUnkept(home, blob)).catch(() => {})
      })
      return succeed(true)
    }),
  )
}

/** Whoever shows it asks again. */
function tellAfterwards(home: Home, transaction: Transaction, conversation: ConversationId): void {
  transaction.afterwards(() => tell(home, timelineChanged(conversation)))
}
