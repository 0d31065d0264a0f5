import { type Result, succeed, toBase64Url } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { composeText } from "@colombe/seal"
import { sentUnder } from "../drafts/draft.ts"
import { type Home, type Identity, tell, timelineChanged, transact } from "../home/home.ts"
import { beginMessage } from "../outbox/compose.ts"
import { appendRow, newRow } from "../outbox/rows.ts"
import type { Scheduled } from "./item.ts"

/**
 * Into this device's outbox under the item's own id, unless a message has gone out under it already. What it answers may
 * be gone by now: then it answers nothing.
 */
export async function queueScheduled(
  home: Home,
  identity: Identity,
  { id, conversation, text, format, silent, replyTo, part }: Scheduled,
): Promise<Result<void>> {
  const answering =
    replyTo === undefined ? {} : { replyTo: toBase64Url(replyTo), ...(part === undefined ? {} : { part }) }
  const whole = await beginMessage(home, identity, conversation, { silent, ...answering })
  const isGone = !whole.ok && whole.code === "message-unknown"
  const begun = isGone ? await beginMessage(home, identity, conversation, { silent }) : whole
  if (!begun.ok) return begun
  const composed = composeText(home.crypto, text, format, begun.value.options)
  if (!composed.ok) return composed
  const said = {
    kind: kinds.message,
    content: composed.value.bytes,
    text,
    format,
    replyTo: begun.value.replyTo,
  }
  return home.outboxLane(() =>
    transact(home, async transaction => {
      if ((await sentUnder(transaction, conversation, identity.me.account, id)) !== undefined)
        return succeed()
      await appendRow(transaction, conversation, { ...newRow(home, said), sendId: id })
      transaction.afterwards(() => {
        tell(home, timelineChanged(conversation))
        tell(home, { type: "self" })
      })
      return succeed()
    }),
  )
}
