import { succeed } from "@colombe/base"
import { selfSeed } from "@colombe/rules"
import { emptyLog } from "@colombe/seal"
import { type Home, type Identity, transact } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { type ConversationRecord, conversationTable } from "../records/conversation-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { selfOf } from "./log.ts"

/** The self conversation as a chat: what its person says to themselves (spec V21). It is there before its log is. */
export async function selfConversation(
  home: Pick<Home, "crypto">,
  reader: RecordReader,
  { me }: Pick<Identity, "me">,
): Promise<ConversationRecord> {
  const conversation = selfOf(home, me.account)
  const known = await readRecord(reader, conversationTable, conversation)
  return (
    known ?? {
      version: 1,
      conversation,
      seed: selfSeed(me.account),
      membership: "member",
      head: emptyLog(home.crypto, conversation),
      serverHead: 0,
      title: undefined,
      titleSeq: 0,
      readUpTo: 0,
      unread: 0,
      lastSeq: 0,
      alert: undefined,
      broken: false,
      floor: undefined,
      openedBy: me.account,
      memberCount: 1,
    }
  )
}

export async function keepSelfConversation(
  home: Home,
  transaction: Transaction,
  identity: Pick<Identity, "me">,
): Promise<void> {
  const record = await selfConversation(home, transaction, identity)
  putRecord(transaction, conversationTable, [record.conversation], record)
}

/** For homes from before there was such a chat. */
export async function makeSelfConversation(home: Home, identity: Identity): Promise<void> {
  const conversation = selfOf(home, identity.me.account)
  if ((await readRecord(home.store, conversationTable, conversation)) !== undefined) return
  await transact(home, async transaction => {
    await keepSelfConversation(home, transaction, identity)
    return succeed()
  })
}

/** Everything in it is one's own, and read by whoever said it: nothing is ever unread. */
export async function moveSelfConversation(
  home: Home,
  transaction: Transaction,
  identity: Identity,
  head: ConversationRecord["head"],
): Promise<void> {
  const record = await selfConversation(home, transaction, identity)
  if (record.head.seq === head.seq && record.head.hash === head.hash) return
  const { seq } = head
  const moved = { ...record, head, serverHead: seq, readUpTo: seq }
  putRecord(transaction, conversationTable, [record.conversation], moved)
}
