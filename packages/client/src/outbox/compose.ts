import { type Bytes, fail, fromBase64Url, type Result } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import { type ComposeOptions, composeText } from "@colombe/seal"
import type { SendOptions } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import { conversationTable, entryTable, sendIdTable, seqKey } from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { queueSend } from "./queue.ts"

/** What a person wrote, checked before anything is stored (spec Y18). Gives the send id. */
export async function queueText(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  text: string,
  options: SendOptions = {},
): Promise<Result<Bytes>> {
  const record = await readRecord(home.store, conversationTable, conversation)
  if (record === undefined) return fail("conversation-unknown")
  if (record.membership === "removed" || record.membership === "left") return fail("conversation-unknown")
  if (record.broken) return fail(record.alert ?? "log-broken")
  const target = options.replyTo === undefined ? undefined : fromBase64Url(options.replyTo)
  const inReplyTo = target && (await messageIdOf(home, conversation, target))
  if (options.replyTo !== undefined && inReplyTo === undefined) return fail("message-unknown")
  const said: ComposeOptions = {
    senderName: me.displayName,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
  }
  const composed = composeText(home.crypto, text, "plain", said)
  if (!composed.ok) return composed
  return queueSend(home, conversation, {
    kind: kinds.message,
    content: composed.value.bytes,
    text,
    replyTo: target,
  })
}

/** A send id names the message that is shown under it; inside messages it goes by its MessageId. */
async function messageIdOf(
  home: Home,
  conversation: ConversationId,
  sendId: Bytes,
): Promise<Bytes | undefined> {
  const [sent] = await scanRecords(home.store, sendIdTable, { under: [conversation, sendId], limit: 1 })
  if (sent === undefined) return undefined
  const entry = await readRecord(home.store, entryTable, conversation, seqKey(sent.value))
  return entry?.shown.shows === "message" ? entry.shown.messageId : undefined
}
