import { type Bytes, equal } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { entryTable, type ShownAs, sendIdTable, seqKey } from "../records/conversation-records.ts"
import { deleteRecord, readRecord, scanRecords, type TableRow } from "../records/table.ts"
import { putShown } from "./annotations.ts"

type Message = ShownAs<"message">

/** Devices of one account that may have said the same. */
const twinsMax = 64

/** Places of what the account's devices said under that send id, as far as so many. */
export function sendsOf(
  reader: RecordReader,
  conversation: ConversationId,
  sendId: Bytes,
  account: AccountId,
): Promise<readonly TableRow<number>[]> {
  return scanRecords(reader, sendIdTable, { under: [conversation, sendId, account], limit: twinsMax })
}

/**
 * Spec N83: what two devices of one account said under one send id is said once, at the lower of both places, where it is
 * the same. Whether what stands at this place is shown elsewhere.
 */
export async function isSaidAlready(
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
  message: Message,
): Promise<boolean> {
  const { account, device, sendId } = message
  const rows = await sendsOf(transaction, conversation, sendId, account)
  for (const { key, value } of rows) {
    if (value === seq) continue
    const entry = await readRecord(transaction, entryTable, conversation, seqKey(value))
    if (entry?.shown.shows !== "message" || !saysTheSame(entry.shown, message)) continue
    const isLater = value > seq
    deleteRecord(transaction, sendIdTable, ...(isLater ? [key] : [conversation, sendId, account, device]))
    if (!isLater) return true
    putShown(transaction, conversation, { seq: value, entry }, { shows: "nothing" })
  }
  return false
}

function saysTheSame(one: Message, other: Message): boolean {
  const files = (message: Message): Bytes[] => message.files.map(({ blob }) => blob)
  return (
    one.text === other.text &&
    one.format === other.format &&
    files(one).length === files(other).length &&
    files(one).every((blob, place) => equal(blob, files(other)[place] ?? new Uint8Array()))
  )
}
