import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import { type ComposeOptions, composeText } from "@colombe/seal"
import type { SendOptions } from "../api/index.ts"
import { plannedGroupOf } from "../conversation/planned-group.ts"
import { namedAs } from "../devices/own-name.ts"
import type { Home, Identity } from "../home/home.ts"
import { partOf } from "../messages/answered-part.ts"
import { sentMessage } from "../messages/sent-message.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { isWithBlocked } from "../strangers/with-blocked.ts"
import { queueSend } from "./queue.ts"
import { sendIdOf } from "./send-id.ts"

/** What a person wrote, checked before anything is stored (spec Y18). Gives the send id. */
export async function queueText(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  text: string,
  options: SendOptions = {},
): Promise<Result<Bytes>> {
  const { draft, format = "plain" } = options
  const id = draft === undefined ? succeed(undefined) : sendIdOf(draft)
  if (!id.ok) return id
  const begun = await beginMessage(home, identity, conversation, options)
  if (!begun.ok) return begun
  const composed = composeText(home.crypto, text, format, begun.value.options)
  if (!composed.ok) return composed
  const { bytes: content } = composed.value
  const said = { kind: kinds.message, content, text, format, replyTo: begun.value.replyTo }
  return queueSend(home, conversation, said, id.value)
}

/** What every new message goes out with. `replyTo`: the send id of what it answers. */
export interface BegunMessage {
  readonly options: ComposeOptions
  readonly replyTo: Bytes | undefined
}

export async function beginMessage(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  { replyTo, part, silent }: Pick<SendOptions, "replyTo" | "part" | "silent">,
): Promise<Result<BegunMessage>> {
  const open = await canWrite(home, identity, conversation)
  if (!open.ok) return open
  const said = { ...namedAs(identity.me), ...(silent === true ? { silent } : {}) }
  if (replyTo === undefined) return succeed({ options: said, replyTo: undefined })
  const target = await sentMessage(home.store, conversation, replyTo)
  if (!target.ok) return target
  const { messageId, sendId } = target.value.shown
  const answeredPart = partOf(target.value.shown, part)
  const answering = { inReplyTo: messageId, ...(answeredPart === undefined ? {} : { answeredPart }) }
  return succeed({ options: { ...said, ...answering }, replyTo: sendId })
}

/** Whether something new may be said there: not to somebody who is blocked, whatever may still be taken back. */
export async function canWrite(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  const record = await readRecord(home.store, conversationTable, conversation)
  const isBlocked = record !== undefined && (await isWithBlocked(home.store, identity, record))
  return isBlocked ? fail("person-blocked") : canSend(home, conversation)
}

/** Whether anything may be said there at all. */
export async function canSend(home: Home, conversation: ConversationId): Promise<Result<void>> {
  const record = await readRecord(home.store, conversationTable, conversation)
  if (record === undefined) {
    const planned = await plannedGroupOf(home.store, conversation)
    return planned === undefined ? fail("conversation-unknown") : succeed()
  }
  if (record.membership === "removed" || record.membership === "left") return fail("conversation-unknown")
  if (record.broken) return fail(record.alert ?? "log-broken")
  return succeed()
}
