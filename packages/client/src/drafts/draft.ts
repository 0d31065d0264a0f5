import {
  type Bytes,
  constant,
  type Decoded,
  decode,
  encode,
  fixed,
  optional,
  struct,
  toBase64Url,
  uint8,
} from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { Draft } from "../api/index.ts"
import type { RecordReader } from "../home/transaction.ts"
import { findRow } from "../outbox/rows.ts"
import { entryTable, sendIdTable, seqKey } from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { text } from "../records/text.ts"

/** What is being written. Its id is the send id of the message that will come of it (spec Y120). */
const draftValue = struct({
  version: constant(uint8, 2),
  id: fixed(16),
  text,
  /** Send id of what it answers. */
  replyTo: optional(fixed(16)),
  /** Of what it answers. */
  part: optional(text),
})
export type DraftValue = Omit<Decoded<typeof draftValue>, "version">

export function encodeDraft(value: DraftValue): Bytes {
  return encode(draftValue, { version: 2, ...value })
}

/** Of which draft a register speaks; undefined where it was emptied by a send. */
export function draftIdIn(value: Bytes | undefined): Bytes | undefined {
  const read = value === undefined ? undefined : decode(draftValue, value)
  return read?.ok ? read.value.id : undefined
}

/** Undefined where nothing was ever written, or where it was sent already. */
export async function draftIn(
  reader: RecordReader,
  conversation: ConversationId,
  account: AccountId,
  value: Bytes | undefined,
): Promise<Draft | undefined> {
  const read = value === undefined ? undefined : decode(draftValue, value)
  if (!read?.ok) return undefined
  const { id, replyTo, part } = read.value
  if ((await sentUnder(reader, conversation, account, id)) !== undefined) return undefined
  return {
    id: toBase64Url(id),
    text: read.value.text,
    replyTo: replyTo && toBase64Url(replyTo),
    part,
  }
}

/** What this person sent under an id, from whichever device: it waits in the outbox or stands in the log. */
export async function sentUnder(
  reader: RecordReader,
  conversation: ConversationId,
  account: AccountId,
  id: Bytes,
): Promise<{ readonly text: string } | undefined> {
  const waiting = await findRow(reader, conversation, id)
  if (waiting !== undefined) return { text: waiting.row.text }
  const [sent] = await scanRecords(reader, sendIdTable, { under: [conversation, id, account], limit: 1 })
  if (sent === undefined) return undefined
  const entry = await readRecord(reader, entryTable, conversation, seqKey(sent.value))
  return { text: entry?.shown.shows === "message" ? entry.shown.text : "" }
}
