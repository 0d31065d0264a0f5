import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import { composeText } from "@colombe/seal"
import type { SendOptions } from "../api/index.ts"
import { namedAs } from "../devices/own-name.ts"
import type { Home, Identity } from "../home/home.ts"
import { sentMessage } from "../messages/sent-message.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { queueSend } from "./queue.ts"

/** What a person wrote, checked before anything is stored (spec Y18). Gives the send id. */
export async function queueText(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  text: string,
  { replyTo, format = "plain" }: SendOptions = {},
): Promise<Result<Bytes>> {
  const open = await canSend(home, conversation)
  if (!open.ok) return open
  const target = replyTo === undefined ? undefined : await sentMessage(home.store, conversation, replyTo)
  if (target?.ok === false) return target
  const composed = composeText(home.crypto, text, format, {
    ...namedAs(me),
    ...(target === undefined ? {} : { inReplyTo: target.value.shown.messageId }),
  })
  if (!composed.ok) return composed
  return queueSend(home, conversation, {
    kind: kinds.message,
    content: composed.value.bytes,
    text,
    format,
    replyTo: target?.value.shown.sendId,
  })
}

/** Whether anything may be said there at all. */
export async function canSend(home: Home, conversation: ConversationId): Promise<Result<void>> {
  const record = await readRecord(home.store, conversationTable, conversation)
  if (record === undefined) return fail("conversation-unknown")
  if (record.membership === "removed" || record.membership === "left") return fail("conversation-unknown")
  if (record.broken) return fail(record.alert ?? "log-broken")
  return succeed()
}
