import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { draftIdIn, sentUnder } from "../drafts/draft.ts"
import { type Home, tell, timelineChanged, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { readRegister, registerKey, writeRegister } from "../self/registers.ts"
import { appendRow, type NewSend, newRow, rowsOf, waitingSendsMax } from "./rows.ts"

/**
 * The row is durable when this resolves (spec Y10); everything else follows from it. Gives the send id: that of the draft
 * that it comes of, unless something else was sent under that id (spec Y120).
 */
export async function queueSend(
  home: Home,
  conversation: ConversationId,
  send: NewSend,
  draft?: Bytes,
): Promise<Result<Bytes>> {
  const fresh = newRow(home, send)
  return home.outboxLane(() =>
    transact(home, async transaction => {
      const { me } = home.current.identity ?? {}
      const before = draft && me && (await sentUnder(transaction, conversation, me.account, draft))
      if (draft !== undefined && before?.text === fresh.text) return succeed(draft)
      const row = draft === undefined || before !== undefined ? fresh : { ...fresh, sendId: draft }
      if ((await rowsOf(transaction, conversation)).length >= waitingSendsMax)
        return fail("rate-limited", "after-delay")
      await appendRow(transaction, conversation, row)
      if (draft !== undefined) await clearDraft(home, transaction, conversation, draft)
      transaction.afterwards(() => tell(home, timelineChanged(conversation)))
      return succeed(row.sendId)
    }),
  )
}

/** What was being written is sent: other devices are told so before they see the message. */
async function clearDraft(
  home: Home,
  transaction: Transaction,
  conversation: ConversationId,
  draft: Bytes,
): Promise<void> {
  const device = home.current.identity?.me.device
  const kept = draftIdIn(await readRegister(transaction, "draft", conversation))
  if (device === undefined || kept === undefined || !equal(kept, draft)) return
  const key = registerKey("draft", conversation)
  await writeRegister(transaction, { device, now: home.clock.now() }, key, new Uint8Array())
  transaction.afterwards(() => tell(home, { type: "self" }))
}
