import type { Bytes } from "@colombe/base"
import { toUtf8, uint } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { type Home, type Identity, makeHome } from "../home/home.ts"
import { beginTransaction } from "../home/transaction.ts"
import { contactTable, type MeRecord } from "../records/account-records.ts"
import {
  type ConversationRecord,
  conversationTable,
  entryTable,
  messageIdTable,
  type Shown,
  sendIdTable,
  seqKey,
} from "../records/conversation-records.ts"
import { putRecord } from "../records/table.ts"
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
    connect: () => ({ send: () => {}, close: () => {} }),
  })
  const me = { account: filled(1), handle: "ana", host: "localhost", displayName: "Ana" }
  home.current.identity = { me: me as unknown as MeRecord, signer: undefined } as unknown as Identity
  return home
}

/** Writes messages as receiving them does: the entry, its ids, and the words that find it, at once. */
export async function storeMessages(store: LocalStore, messages: readonly StoredMessage[]): Promise<void> {
  const transaction = beginTransaction(store)
  for (const { conversation, seq, atMs, account, text } of messages) {
    const sendId = new Uint8Array([...filled(0, 8), ...uint(seq, 8)])
    const messageId = new Uint8Array([...sendId, ...sendId])
    const device = filled(2, 16)
    const shown: Shown = {
      shows: "message",
      ...{ account, device, sendId, messageId, sentAtMs: atMs, format: "plain", text },
      ...{ replyTo: undefined, edited: undefined },
    }
    putEntryAs(transaction, { conversation, seq, atMs }, shown)
    putRecord(transaction, sendIdTable, [conversation, sendId, account, device], seq)
    putRecord(transaction, messageIdTable, [conversation, messageId], seq)
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

export async function storeConversation(
  store: LocalStore,
  conversation: Bytes,
  change: Partial<ConversationRecord> = {},
): Promise<void> {
  const transaction = beginTransaction(store)
  putRecord(transaction, conversationTable, [conversation], {
    version: 1,
    conversation,
    seed: { kind: "group", creator: filled(1), nonce: filled(0) } as unknown as ConversationRecord["seed"],
    membership: "member",
    head: { seq: 0, hash: filled(0), atMs: 0 },
    serverHead: 0,
    title: undefined,
    titleSeq: 0,
    readUpTo: 0,
    unread: 0,
    lastSeq: 0,
    alert: undefined,
    broken: false,
    floor: undefined,
    openedBy: filled(1),
    ...change,
  })
  await transaction.commit()
}
