import { type Bytes, decode, equal } from "@colombe/base"
import { kinds } from "@colombe/rules"
import {
  commitReport,
  deletion,
  messageId as messageIdOf,
  readContent,
  readPicture,
  readPins,
  readTitle,
  slots,
  type Verified,
} from "@colombe/seal"
import { learnOwnName } from "../devices/own-name.ts"
import { overAt } from "../expiry/note-expiry.ts"
import { annotationOf } from "../messages/annotations.ts"
import { deletedBefore, takeDeletion, takeRetraction } from "../messages/delete.ts"
import { settleEdits, takeEdit, withEarlierEdits } from "../messages/edit.ts"
import { oweErasure } from "../messages/erasure.ts"
import { factsIn, putFacts } from "../messages/facts.ts"
import { takePins } from "../messages/pins.ts"
import { takeBallot } from "../messages/polls.ts"
import { takeReaction } from "../messages/react.ts"
import { isSaidAlready } from "../messages/twins.ts"
import { takeGroupPicture, takePicture } from "../profile/take.ts"
import { type ContactRecord, contactTable } from "../records/account-records.ts"
import type { Annotation } from "../records/annotation-records.ts"
import {
  type ConversationRecord,
  messageIdTable,
  type Shown,
  type ShownAs,
} from "../records/conversation-records.ts"
import type { Fact } from "../records/said-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import type { Receiving } from "./receiving.ts"
import { keepReport } from "./reports.ts"
import { takeTitle } from "./title-lines.ts"
import type { PlacedEntry } from "./view.ts"

/** A message that holds, as far as what it says depends on it. */
export type SaidMessage = Pick<
  Verified,
  "kind" | "account" | "device" | "sendId" | "sentAtMs" | "content" | "ttlSeconds" | "role"
>

interface Showing {
  readonly record: ConversationRecord
  readonly shown: Shown
}

/** What a verified message says, as a line of the timeline, and what it changes besides. */
export async function show(
  receiving: Receiving,
  record: ConversationRecord,
  message: SaidMessage,
  entry: PlacedEntry,
): Promise<Showing> {
  if (message.kind === kinds.message) return showContent(receiving, record, message, entry)
  if (message.kind === kinds.delete) return showDeletion(receiving, record, message, entry)
  if (message.kind === kinds.report) return showReport(receiving, record, message, entry)
  if (message.kind === kinds.state + slots.title) return showTitle(receiving, record, message, entry)
  if (message.kind === kinds.state + slots.avatar) return showPicture(receiving, record, message, entry)
  if (message.kind === kinds.state + slots.pins) return showPins(receiving, record, message, entry)
  return { record, shown: newer(message) }
}

const newer = (message: SaidMessage): Shown => ({
  shows: "notice",
  notice: "newer-app",
  from: message.account,
})

/** Spec N4 to N8, and what it says of earlier messages: N12 to N14. */
async function showContent(
  receiving: Receiving,
  record: ConversationRecord,
  message: SaidMessage,
  entry: PlacedEntry,
): Promise<Showing> {
  const { conversation } = record
  const { account, device, sendId, sentAtMs } = message
  const content = readContent(message.content, account, conversation)
  if (!content.ok) return { record, shown: { shows: "notice", notice: content.code, from: account } }
  const { says, senderName, inReplyTo, replaces, salt } = content.value
  const name = says.type === "profile" ? says.name : senderName
  if (name !== undefined) await rename(receiving, account, name)
  const over = overAt(receiving, entry, message.ttlSeconds)
  const expiring: readonly Fact[] = over === undefined ? [] : [{ is: "expiring", atMs: over }]
  const messageId = messageIdOf(receiving.home.crypto, account, conversation, message.content, salt)
  putRecord(receiving.transaction, messageIdTable, [conversation, messageId], entry.seq)
  const annotation = await annotationOf(receiving.transaction, conversation, messageId)
  if ((says.type !== "text" && says.type !== "files") || replaces !== undefined)
    await settleEdits(receiving, conversation, annotation, undefined)
  switch (says.type) {
    case "profile":
      if (says.picture !== undefined) await takePicture(receiving, record, message, entry, says.picture)
      return { record, shown: { shows: "nothing" } }
    case "text":
    case "files": {
      const { format } = says
      const { text, files } = says.type === "text" ? { ...says, files: [] } : { ...says, text: says.caption }
      const by = { account, device, sendId, messageId, sentAtMs }
      const said = { ...by, format, text, files, replyTo: inReplyTo }
      const facts = [...factsIn(content.value), ...expiring]
      return {
        record,
        shown: await showText(receiving, record, entry, { said, facts }, replaces, annotation),
      }
    }
    case "poll": {
      if (replaces !== undefined)
        return { record, shown: { shows: "notice", notice: "edit-invalid", from: account } }
      const by = { account, device, sendId, messageId, sentAtMs, replyTo: inReplyTo }
      const said = { ...by, format: "plain", text: says.question, files: [] } as const
      const facts = [...factsIn(content.value), ...expiring]
      return {
        record,
        shown: await showText(receiving, record, entry, { said, facts }, undefined, annotation),
      }
    }
    case "ballot": {
      const { seq } = entry
      const cast = { seq, account, target: says.target }
      await takeBallot(receiving.transaction, conversation, cast, says.ballot)
      return { record, shown: { shows: "nothing" } }
    }
    case "reaction": {
      const before = await deletedBefore(
        receiving,
        conversation,
        entry.seq,
        { account, messageId },
        annotation,
      )
      const reaction = before === undefined ? says.reaction : ""
      const shown = { shows: "reaction", account, messageId, target: says.target, reaction } as const
      return { record, shown: await takeReaction(receiving, conversation, entry.seq, shown) }
    }
    case "retraction":
      return {
        record: await takeRetraction(receiving, record, account, says.target),
        shown: { shows: "nothing" },
      }
    default:
      return { record, shown: newer(message) }
  }
}

async function showText(
  receiving: Receiving,
  record: ConversationRecord,
  entry: PlacedEntry,
  {
    said,
    facts,
  }: { readonly said: Omit<ShownAs<"message">, "shows" | "edited">; readonly facts: readonly Fact[] },
  replaces: Bytes | undefined,
  annotation: Annotation,
): Promise<Shown> {
  const { conversation } = record
  if (replaces !== undefined) {
    const { account, text, format } = said
    return takeEdit(receiving, record, entry, { account, text, format }, replaces)
  }
  const first: ShownAs<"message"> = { ...said, shows: "message", edited: undefined }
  const message = await withEarlierEdits(receiving, conversation, first, annotation)
  if (await isSaidAlready(receiving.transaction, conversation, entry.seq, message))
    return { shows: "nothing" }
  const gone = await deletedBefore(receiving, conversation, entry.seq, said, annotation)
  if (gone === undefined) putFacts(receiving.transaction, conversation, said.messageId, facts)
  return gone ?? message
}

/** Spec N10, N14. */
async function showDeletion(
  receiving: Receiving,
  record: ConversationRecord,
  message: SaidMessage,
  { seq }: PlacedEntry,
): Promise<Showing> {
  const { transaction, identity } = receiving
  const read = decode(deletion, message.content)
  if (!read.ok)
    return { record, shown: { shows: "notice", notice: "content-malformed", from: message.account } }
  if (equal(message.account, identity.me.account) && equal(message.device, identity.me.device))
    oweErasure(transaction, record.conversation, seq, read.value)
  return { record: await takeDeletion(receiving, record, message, read.value), shown: { shows: "nothing" } }
}

/** Spec N11: somebody's device cannot process a commit. */
function showReport(
  receiving: Receiving,
  record: ConversationRecord,
  { account, content }: SaidMessage,
  { seq }: PlacedEntry,
): Showing {
  const read = decode(commitReport, content)
  if (read.ok) keepReport(receiving, record.conversation, account, read.value, seq)
  const notice = read.ok ? "group-damaged" : "content-malformed"
  return { record, shown: { shows: "notice", notice, from: account } }
}

/** The last title in the log holds. */
async function showTitle(
  receiving: Receiving,
  record: ConversationRecord,
  { account, content }: SaidMessage,
  { seq }: PlacedEntry,
): Promise<Showing> {
  const title = readTitle(content)
  if (!title.ok) return { record, shown: { shows: "notice", notice: title.code, from: account } }
  if (title.value === undefined)
    return { record, shown: { shows: "notice", notice: "newer-app", from: account } }
  return takeTitle(receiving, record, seq, { by: account, title: title.value })
}

async function showPicture(
  receiving: Receiving,
  record: ConversationRecord,
  message: SaidMessage,
  { seq }: PlacedEntry,
): Promise<Showing> {
  const { account, content } = message
  const picture = readPicture(content)
  if (!picture.ok) return { record, shown: { shows: "notice", notice: picture.code, from: account } }
  if (picture.value === undefined) return { record, shown: newer(message) }
  return { record, shown: await takeGroupPicture(receiving, record, account, seq, picture.value) }
}

/** The newest entry of the slot holds; what it changes is a line. */
async function showPins(
  receiving: Receiving,
  record: ConversationRecord,
  { account, content }: SaidMessage,
  { seq }: PlacedEntry,
): Promise<Showing> {
  const pins = readPins(content)
  if (!pins.ok) return { record, shown: { shows: "notice", notice: pins.code, from: account } }
  if (pins.value === undefined)
    return { record, shown: { shows: "notice", notice: "newer-app", from: account } }
  return {
    record,
    shown: await takePins(receiving.transaction, record.conversation, seq, account, pins.value),
  }
}

/** The name by which somebody goes, as they say themselves. */
async function rename(
  { home, transaction, identity }: Receiving,
  account: Bytes,
  name: string,
): Promise<void> {
  if (equal(account, identity.me.account)) await learnOwnName(home, transaction, name)
  const contact = await readRecord(transaction, contactTable, account)
  if (contact === undefined || contact.displayName === name) return
  putRecord(transaction, contactTable, [account], { ...contact, displayName: name } satisfies ContactRecord)
}
