import { equal, succeed, uint } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { readMentions } from "../messages/mentions.ts"
import type { MeRecord } from "../records/account-records.ts"
import {
  type ConversationRecord,
  conversationTable,
  entryTable,
  seqKey,
} from "../records/conversation-records.ts"
import { putRecord, readRecord, scanRecords } from "../records/table.ts"
import { untoldReadTable } from "../relay/records.ts"
import { readRegister, registerKey, writeRegister } from "../self/registers.ts"
import { hiddenIn } from "../strangers/blocked.ts"
import { saveRecord } from "./view.ts"

/** Unread messages counted at most. */
const unreadMax = 10_000

/** Never falls; what is left unread is counted anew. Where it was others' messages, they are told (spec Y67). */
export async function markRead(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  seq: number,
): Promise<void> {
  await transact(home, async transaction => {
    const read = await readUpTo({ home, transaction, me }, conversation, seq)
    if (read !== undefined && read.others > 0 && read.record.membership === "member")
      putRecord(transaction, untoldReadTable, [conversation], read.record.readUpTo)
    const by = { device: me.device, now: home.clock.now() }
    await writeRegister(transaction, by, registerKey("read", conversation), uint(seq, 8))
    if (await readRegister(transaction, "unread", conversation)) {
      await writeRegister(transaction, by, registerKey("unread", conversation), new Uint8Array())
      transaction.afterwards(() => tell(home, { type: "self" }))
    }
    return succeed()
  })
}

/** The same, where another device of the account has read that far. Gives how many messages of others that were. */
export async function readUpTo(
  {
    home,
    transaction,
    me,
  }: { readonly home: Home; readonly transaction: Transaction; readonly me: MeRecord },
  conversation: ConversationId,
  seq: number,
): Promise<{ readonly record: ConversationRecord; readonly others: number } | undefined> {
  const record = await readRecord(transaction, conversationTable, conversation)
  if (record === undefined) return undefined
  const upTo = Math.min(Math.max(record.readUpTo, seq), record.head.seq)
  if (upTo === record.readUpTo) return undefined
  const after = await scanRecords(transaction, entryTable, {
    under: [conversation],
    from: seqKey(upTo + 1),
    limit: unreadMax,
  })
  const isHidden = hiddenIn(transaction)
  let unread = 0
  for (const { value } of after) {
    const { shown, atMs } = value
    if (shown.shows !== "message" || equal(shown.account, me.account)) continue
    if (!(await isHidden(shown.account, atMs))) unread += 1
  }
  const read = { ...record, readUpTo: upTo, unread }
  saveRecord(home, transaction, read)
  await readMentions(transaction, conversation, upTo)
  return { record: read, others: record.unread - unread }
}
