import { type Bytes, equal } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { messageId, readContent, readTitle, type Verified } from "@colombe/seal"
import { type ContactRecord, contactTable } from "../records/account-records.ts"
import { type ConversationRecord, messageIdTable, type Shown } from "../records/conversation-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import type { Receiving } from "./receiving.ts"
import type { PlacedEntry } from "./view.ts"

/** What a verified message says, as a line of the timeline, and what it changes besides. */
export async function show(
  receiving: Receiving,
  record: ConversationRecord,
  message: Verified,
  entry: PlacedEntry,
): Promise<{ readonly record: ConversationRecord; readonly shown: Shown }> {
  if (message.kind === kinds.message)
    return { record, shown: await showContent(receiving, record, message, entry) }
  if (message.kind === kinds.state) return showTitle(record, message, entry)
  return { record, shown: newer(message) }
}

const newer = (message: Verified): Shown => ({ shows: "notice", notice: "newer-app", from: message.account })

async function showContent(
  receiving: Receiving,
  { conversation }: ConversationRecord,
  message: Verified,
  entry: PlacedEntry,
): Promise<Shown> {
  const { account, device, sendId, sentAtMs } = message
  const content = readContent(message.content, account, conversation)
  if (!content.ok) return { shows: "notice", notice: content.code, from: account }
  const { says, senderName, inReplyTo, salt } = content.value
  const name = says.type === "profile" ? says.name : senderName
  if (name !== undefined) await rename(receiving, account, name)
  const id = messageId(receiving.home.crypto, account, conversation, message.content, salt)
  putRecord(receiving.transaction, messageIdTable, [conversation, id], entry.seq)
  switch (says.type) {
    case "profile":
      return { shows: "nothing" }
    case "text":
      return {
        shows: "message",
        account,
        device,
        sendId,
        messageId: id,
        sentAtMs,
        text: says.text,
        replyTo: inReplyTo,
      }
    default:
      return newer(message)
  }
}

/** The last title in the log holds. */
function showTitle(
  record: ConversationRecord,
  message: Verified,
  entry: PlacedEntry,
): { readonly record: ConversationRecord; readonly shown: Shown } {
  const title = readTitle(message.content)
  if (!title.ok) return { record, shown: { shows: "notice", notice: title.code, from: message.account } }
  if (title.value === undefined) return { record, shown: newer(message) }
  const repeated = record.title === title.value
  const known = entry.seq < record.titleSeq
  return {
    record: known ? record : { ...record, title: title.value, titleSeq: entry.seq },
    // Whoever adds somebody repeats the title for them: that is no news.
    shown: repeated
      ? { shows: "nothing" }
      : { shows: "change", by: message.account, change: { type: "title", title: title.value } },
  }
}

/** The name by which somebody goes, as they say themselves. */
async function rename({ transaction, identity }: Receiving, account: Bytes, name: string): Promise<void> {
  if (equal(account, identity.me.account)) return
  const contact = await readRecord(transaction, contactTable, account)
  if (contact === undefined || contact.displayName === name) return
  putRecord(transaction, contactTable, [account], { ...contact, displayName: name } satisfies ContactRecord)
}
