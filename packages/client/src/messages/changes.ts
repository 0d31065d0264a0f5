import { type Bytes, encode, equal, fail, type Result, succeed } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import {
  composeReaction,
  composeRetraction,
  composeText,
  type DeletedEntry,
  deletedEntriesMax,
  deletion,
  mayDelete,
} from "@colombe/seal"
import type { EditOptions } from "../api/index.ts"
import { rosterOf } from "../conversation/roster.ts"
import { loadView } from "../conversation/view.ts"
import { namedAs } from "../devices/own-name.ts"
import type { Home, Identity } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { canSend } from "../outbox/compose.ts"
import { queueSend } from "../outbox/queue.ts"
import { entryTable, seqKey } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { annotationOf } from "./annotations.ts"
import { factsAbout } from "./facts.ts"
import { type SentMessage, sentMessage } from "./sent-message.ts"

/** Only one's own (spec N12). Gives the send id of the edit. */
export async function queueEdit(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  id: string,
  text: string,
  { format = "plain" }: EditOptions = {},
): Promise<Result<Bytes>> {
  const target = await changeable(home, conversation, id)
  if (!target.ok) return target
  const { account, messageId, sendId } = target.value.shown
  const facts = await factsAbout(home.store, conversation, messageId)
  // What people have voted on, or somebody else has said, is not reworded.
  if (!equal(account, me.account) || facts.some(({ is }) => is !== "expiring"))
    return fail("message-of-another")
  const said = { ...namedAs(me), replaces: messageId }
  const composed = composeText(home.crypto, text, format, said)
  if (!composed.ok) return composed
  return queueSend(home, conversation, {
    kind: kinds.message,
    content: composed.value.bytes,
    about: { target: sendId, does: { what: "edit", text, format } },
  })
}

/** An empty `reaction` takes one's own back; where there is none, that is done already (spec N13). */
export async function queueReaction(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  id: string,
  reaction: string,
): Promise<Result<Bytes | undefined>> {
  const target = await changeable(home, conversation, id)
  if (!target.ok) return target
  const { messageId, sendId } = target.value.shown
  const said = namedAs(me)
  const { reactions } = await annotationOf(home.store, conversation, messageId)
  const own = reactions.find(one => equal(one.account, me.account) && one.reaction !== "")
  if (reaction === "" && own === undefined) return succeed(undefined)
  const composed =
    reaction === "" && own !== undefined
      ? composeRetraction(home.crypto, { ...said, replaces: own.messageId })
      : composeReaction(home.crypto, reaction, { ...said, inReplyTo: messageId })
  if (!composed.ok) return composed
  return queueSend(home, conversation, {
    kind: kinds.message,
    content: composed.value.bytes,
    about: { target: sendId, does: { what: "react", reaction } },
  })
}

/** One's own, and others' for whoever keeps order (spec N14). Gives the send ids of the deletions. */
export async function queueDeletion(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  ids: readonly string[],
): Promise<Result<readonly Bytes[]>> {
  if (ids.length === 0 || ids.length > deletedEntriesMax) return fail("too-many-messages")
  const view = await loadView(home, home.store, conversation)
  const seat = view && rosterOf(view.state.public).accounts.find(one => equal(one.account, me.account))
  const by = { account: me.account, role: seat?.role ?? "member" }
  const targets: SentMessage[] = []
  for (const id of ids) {
    const target = await changeable(home, conversation, id)
    if (!target.ok) return target
    if (!mayDelete(by, target.value.shown.account)) return fail("message-of-another")
    targets.push(target.value)
  }
  const queued: Bytes[] = []
  for (const { seq, entry, shown } of targets) {
    const named = [
      { seq, entry: entry.digest },
      ...(await editsOf(home.store, conversation, shown.messageId)),
    ]
    const content = encode(deletion, { entries: named.slice(0, deletedEntriesMax) })
    const about = { target: shown.sendId, does: { what: "delete" } } as const
    const sent = await queueSend(home, conversation, { kind: kinds.delete, content, about })
    if (!sent.ok) return sent
    queued.push(sent.value)
  }
  return succeed(queued)
}

/** What was said in its place is named with it, and goes with it. */
async function editsOf(
  reader: RecordReader,
  conversation: ConversationId,
  messageId: Bytes,
): Promise<DeletedEntry[]> {
  const { edits } = await annotationOf(reader, conversation, messageId)
  const named: DeletedEntry[] = []
  for (const seq of edits) {
    const entry = await readRecord(reader, entryTable, conversation, seqKey(seq))
    if (entry !== undefined) named.push({ seq, entry: entry.digest })
  }
  return named
}

async function changeable(
  home: Home,
  conversation: ConversationId,
  id: string,
): Promise<Result<SentMessage>> {
  const open = await canSend(home, conversation)
  return open.ok ? sentMessage(home.store, conversation, id) : open
}
