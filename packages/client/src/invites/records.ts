import { type Bytes, concat, type Decoded, decode, encode, fixed, struct } from "@colombe/base"
import type { PublicGroup } from "@colombe/mls"
import { type AccountId, accountId, type ConversationId, floor } from "@colombe/rules"
import { policyOf } from "../conversation/facts.ts"
import type { Identity } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import type { ConversationRecord } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord, type Table } from "../records/table.ts"
import { text } from "../records/text.ts"
import { readRegister, registerKey, writeRegister } from "../self/registers.ts"
import { newKeys } from "./join-link.ts"

const guestRecord = struct({ linkSeed: fixed(32), floor, title: text })
export type GuestRecord = Decoded<typeof guestRecord>
/** By conversation: the link by which this device reads it in public, to come in. */
export const guestTable: Table<GuestRecord> = { number: 220, codec: guestRecord }

export async function isGuest(reader: RecordReader, conversation: ConversationId): Promise<boolean> {
  return (await readRecord(reader, guestTable, conversation)) !== undefined
}

/** What the link called the group, until its title can be read in it; the link has done what it was for. */
export async function titleOnArrival(
  transaction: Transaction,
  { conversation, title }: Pick<ConversationRecord, "conversation" | "title">,
): Promise<string | undefined> {
  const guest = await readRecord(transaction, guestTable, conversation)
  if (guest === undefined) return title
  deleteRecord(transaction, guestTable, conversation)
  return title ?? (guest.title === "" ? undefined : guest.title)
}

/** By conversation and key: whose commit listed the link, as the log says. */
const linkMakerTable: Table<AccountId> = { number: 221, codec: accountId }

/** From what a commit, or an opening, listed newly. */
export function keepMakers(
  transaction: Transaction,
  conversation: ConversationId,
  before: PublicGroup | undefined,
  after: PublicGroup,
  maker: AccountId,
): void {
  const was = before === undefined ? [] : policyOf(before).links
  for (const { key } of newKeys(was, policyOf(after).links))
    putRecord(transaction, linkMakerTable, [conversation, key.bytes], maker)
}

export function makerOf(
  reader: RecordReader,
  conversation: ConversationId,
  key: Bytes,
): Promise<AccountId | undefined> {
  return readRecord(reader, linkMakerTable, conversation, key)
}

/** What this account's devices share of their own links: without it no device can show one again. */
const ownLink = struct({ seed: fixed(32) })

const registerName = (conversation: ConversationId, key: Bytes): Bytes => concat(conversation, key)

export async function seedOf(
  reader: RecordReader,
  conversation: ConversationId,
  key: Bytes,
): Promise<Bytes | undefined> {
  const value = await readRegister(reader, "invite", registerName(conversation, key))
  const read = value && decode(ownLink, value)
  return read?.ok ? read.value.seed : undefined
}

/** Without a seed it is forgotten. */
export function keepSeed(
  transaction: Transaction,
  { me }: Identity,
  now: number,
  conversation: ConversationId,
  key: Bytes,
  seed: Bytes | undefined,
): Promise<void> {
  const value = seed === undefined ? new Uint8Array() : encode(ownLink, { seed })
  const name = registerKey("invite", registerName(conversation, key))
  return writeRegister(transaction, { device: me.device, now }, name, value)
}
