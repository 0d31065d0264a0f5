import { equal, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Home, type Identity, transact } from "../home/home.ts"
import { conversationTable, entryTable, seqKey } from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { saveRecord } from "./view.ts"

/** Unread messages counted at most. */
const unreadMax = 10_000

/** Never falls; what is left unread is counted anew. */
export async function markRead(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  seq: number,
): Promise<void> {
  await transact(home, async transaction => {
    const record = await readRecord(transaction, conversationTable, conversation)
    if (record === undefined) return succeed()
    const readUpTo = Math.min(Math.max(record.readUpTo, seq), record.head.seq)
    if (readUpTo === record.readUpTo) return succeed()
    const after = await scanRecords(transaction, entryTable, {
      under: [conversation],
      from: seqKey(readUpTo + 1),
      limit: unreadMax,
    })
    const unread = after.filter(
      ({ value }) => value.shown.shows === "message" && !equal(value.shown.account, me.account),
    ).length
    saveRecord(home, transaction, { ...record, readUpTo, unread })
    return succeed()
  })
}
