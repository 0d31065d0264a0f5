import { type Bytes, fail, type Result, succeed, toBase64Url } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Home, tell, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { registerKey, writeRegister } from "../self/registers.ts"
import { appendRow, type NewSend, newRow, rowsOf, waitingSendsMax } from "./rows.ts"

/** The row is durable when this resolves (spec Y10); everything else follows from it. Gives the send id. */
export async function queueSend(
  home: Home,
  conversation: ConversationId,
  send: NewSend,
): Promise<Result<Bytes>> {
  const row = newRow(home, send)
  return home.outboxLane(() =>
    transact(home, async transaction => {
      if ((await rowsOf(transaction, conversation)).length >= waitingSendsMax)
        return fail("rate-limited", "after-delay")
      await appendRow(transaction, conversation, row)
      if (send.text) await clearDraft(home, transaction, conversation)
      transaction.afterwards(() =>
        tell(home, { type: "timeline", conversation: toBase64Url(conversation), fromSeq: undefined }),
      )
      return succeed(row.sendId)
    }),
  )
}

/** What was being written is sent: it is no draft any more, on whichever device it stands. */
async function clearDraft(home: Home, transaction: Transaction, conversation: ConversationId): Promise<void> {
  const device = home.current.identity?.me.device
  if (device === undefined) return
  const key = registerKey("draft", conversation)
  await writeRegister(transaction, { device, now: home.clock.now() }, key, new Uint8Array())
}
