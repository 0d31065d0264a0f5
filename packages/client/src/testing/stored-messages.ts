import type { Bytes } from "@colombe/base"
import { toUtf8, uint } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { unreachableFiles } from "../files/memory.ts"
import { type Home, type Identity, makeHome } from "../home/home.ts"
import { beginTransaction } from "../home/transaction.ts"
import { contactTable, type MeRecord } from "../records/account-records.ts"
import {
  conversationTable,
  entryTable,
  groupPartTable,
  groupTable,
  messageIdTable,
  type Shown,
  sendIdTable,
  seqKey,
} from "../records/conversation-records.ts"
import { putRecord, readRecord, scanRecords } from "../records/table.ts"
import { memoryLocalStore } from "../store/memory.ts"
import type { LocalStore } from "../store/port.ts"
import { manualClock } from "./manual-clock.ts"

export const filled = (byte: number, length = 32): Bytes => new Uint8Array(length).fill(byte)

/** A message as a home keeps it once it was opened. */
export interface StoredMessage {
  readonly conversation: Bytes
  readonly seq: number
  readonly atMs: number
  readonly account: Bytes
  readonly text: string
}

/** A home without a server, whose account has 32 times the byte 1. */
export function homeOn(store: LocalStore = memoryLocalStore()): Home {
  const home = makeHome({
    crypto: deterministicCrypto(filled(6)),
    clock: manualClock(0),
    store,
    files: unreachableFiles(),
    connect: () => ({ send: () => {}, close: () => {} }),
  })
  const me = { account: filled(1), handle: "ana", host: "localhost", displayName: "Ana" }
  home.current.identity = { me: me as unknown as MeRecord, signer: undefined } as unknown as Identity
  return home
}

/** Writes messages as receiving them does, at once: the entry, its ids, the words that find it, the chat's newest place. */
export async function storeMessages(store: LocalStore, messages: readonly StoredMessage[]): Promise<void> {
  const transaction = beginTransaction(store)
  for (const { conversation, seq, atMs, account, text } of messages) {
    const sendId = new Uint8Array([...filled(0, 8), ...uint(seq, 8)])
    const messageId = new Uint8Array([...sendId, ...sendId])
    const device = filled(2, 16)
    const shown: Shown = {
      shows: "message",
      ...{ account, device, sendId, messageId, sentAtMs: atMs, format: "plain", text, files: [] },
      ...{ replyTo: undefined, edited: undefined },
    }
    putEntryAs(transaction, { conversation, seq, atMs }, shown)
    putRecord(transaction, sendIdTable, [conversation, sendId, account, device], seq)
    putRecord(transaction, messageIdTable, [conversation, messageId], seq)
    const record = await readRecord(transaction, conversationTable, conversation)
    if (record === undefined || record.head.seq >= seq) continue
    const head = { ...record.head, seq, atMs }
    putRecord(transaction, conversationTable, [conversation], { ...record, head, lastSeq: seq })
  }
  await transaction.commit()
}

export function putEntryAs(
  transaction: Parameters<typeof putRecord>[0],
  { conversation, seq, atMs }: Pick<StoredMessage, "conversation" | "seq" | "atMs">,
  shown: Shown,
): void {
  const place = { atMs, type: 1, incarnation: 0, epoch: 1, digest: filled(3), hash: filled(4) }
  putRecord(transaction, entryTable, [conversation, seqKey(seq)], { ...place, shown })
}

export async function storePerson(
  store: LocalStore,
  account: Bytes,
  displayName: string,
  handle: string,
): Promise<void> {
  const transaction = beginTransaction(store)
  const named = { handle: toUtf8(handle), host: toUtf8("localhost"), number: 1, withdrawn: 0 }
  const statement = { account, ...named, position: { generation: 1, seq: 0, hash: filled(0) } }
  putRecord(transaction, contactTable, [account], {
    links: [],
    other: undefined,
    handle: { statement, signature: new Uint8Array() },
    displayName,
    trust: "typed",
    changed: false,
  })
  await transaction.commit()
}

/** Where a conversation goes on. */
export interface ConversationPlace {
  readonly conversation: Bytes
  /** Of its newest entry. */
  readonly seq: number
  /** Somebody who is in it. */
  readonly account: Bytes
}

/** Copies the one group of a home, with all its parts, until there are so many; each with an id of its own. */
export async function cloneConversations(
  store: LocalStore,
  count: number,
): Promise<readonly ConversationPlace[]> {
  // Of a person's own conversation there is no group.
  const [first] = await scanRecords(store, groupTable, { limit: 1 })
  const id = first?.key
  const value = id && (await readRecord(store, conversationTable, id))
  if (first === undefined || value === undefined) return []
  const group = first.value
  const parts = await scanRecords(store, groupPartTable, {
    under: [value.conversation],
    limit: 1 + group.changes,
  })
  const account = value.openedBy
  const places = [{ conversation: value.conversation, seq: value.head.seq, account }]
  const transaction = beginTransaction(store)
  while (places.length < count) {
    const conversation = value.conversation.slice()
    conversation.set(uint(places.length, 4))
    const title = `Group ${places.length}`
    putRecord(transaction, conversationTable, [conversation], { ...value, conversation, title })
    putRecord(transaction, groupTable, [conversation], group)
    for (const [part, { value: bytes }] of parts.entries())
      putRecord(transaction, groupPartTable, [conversation, uint(part, 4)], bytes)
    places.push({ conversation, seq: 0, account })
  }
  await transaction.commit()
  return places
}
