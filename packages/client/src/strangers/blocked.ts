import {
  type Bytes,
  decode,
  encode,
  type Milliseconds,
  type Result,
  struct,
  succeed,
  toHex,
  uint64,
} from "@colombe/base"
import { type AccountId, accountId, type ConversationId, conversationIdOf, directSeed } from "@colombe/rules"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import {
  type ConversationRecord,
  conversationTable,
  entryTable,
  isLine,
  seqOf,
} from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords, type Table } from "../records/table.ts"
import { readRegister, registerKey, registersIn, writeRegister } from "../self/registers.ts"

/** What this person's devices share of a block: since when. */
const blockShared = struct({ sinceMs: uint64 })

function sinceIn(value: Bytes | undefined): Milliseconds | undefined {
  const read = value && decode(blockShared, value)
  return read?.ok ? read.value.sinceMs : undefined
}

/** Since when the account is blocked, by the clock of the device on which it was; undefined where it is not. */
export async function blockedSince(
  reader: RecordReader,
  account: AccountId,
): Promise<Milliseconds | undefined> {
  return sinceIn(await readRegister(reader, "blocked", account))
}

/** Spec Y225: of what an account says or does from then on nothing is shown. `atMs`: when it did. */
export async function isHidden(
  reader: RecordReader,
  account: AccountId,
  atMs: Milliseconds,
): Promise<boolean> {
  const since = await blockedSince(reader, account)
  return since !== undefined && atMs >= since
}

/** The same, asked once of each account. */
export type Hidden = (account: AccountId, atMs: Milliseconds) => Promise<boolean>

export function hiddenIn(reader: RecordReader): Hidden {
  const known = new Map<string, Promise<Milliseconds | undefined>>()
  return async (account, atMs) => {
    const key = toHex(account)
    const asked = known.get(key) ?? blockedSince(reader, account)
    known.set(key, asked)
    const since = await asked
    return since !== undefined && atMs >= since
  }
}

export async function blockedAccounts(reader: RecordReader): Promise<readonly AccountId[]> {
  const rows = await registersIn(reader, "blocked")
  return rows.flatMap(({ name, value }) => (sinceIn(value) === undefined ? [] : [name]))
}

/** Told to this person's own devices, and to nobody else. */
export function setBlocked(
  home: Home,
  { me }: Identity,
  account: AccountId,
  blocked: boolean,
): Promise<Result<void>> {
  return transact(home, async transaction => {
    const now = home.clock.now()
    const isNow = (await blockedSince(transaction, account)) !== undefined
    const value = blocked ? encode(blockShared, { sinceMs: now }) : new Uint8Array()
    if (isNow !== blocked)
      await writeRegister(transaction, { device: me.device, now }, registerKey("blocked", account), value)
    if (isNow && !blocked) await findLastLine(home, transaction, me.account, account)
    transaction.afterwards(() => {
      tell(home, { type: "self" })
      tell(home, { type: "conversations" })
    })
    return succeed()
  })
}

/** Entries of a direct looked at for the last one that is a line. */
const lastLinesMax = 256

/** What came in their direct while it moved nothing stands in the list again. */
async function findLastLine(
  home: Home,
  transaction: Transaction,
  own: AccountId,
  account: AccountId,
): Promise<void> {
  const seed = directSeed(own, account)
  const conversation = seed && conversationIdOf(home.crypto, seed)
  const record = conversation && (await readRecord(transaction, conversationTable, conversation))
  if (record === undefined) return
  const range = { under: [record.conversation], limit: lastLinesMax, reverse: true }
  const rows = await scanRecords(transaction, entryTable, range)
  const last = rows.find(({ value }) => isLine(value.shown))
  if (last !== undefined)
    putRecord(transaction, conversationTable, [record.conversation], { ...record, lastSeq: seqOf(last.key) })
}

/** By conversation: who brought this account in, and when; nobody, where it came by itself. */
const bringerTable: Table<{ readonly by: AccountId; readonly atMs: Milliseconds }> = {
  number: 222,
  codec: struct({ by: accountId, atMs: uint64 }),
}

export function keepBringer(
  transaction: Transaction,
  conversation: ConversationId,
  by: AccountId | undefined,
  atMs: Milliseconds,
): void {
  if (by === undefined) deleteRecord(transaction, bringerTable, conversation)
  else putRecord(transaction, bringerTable, [conversation], { by, atMs })
}

/** Somebody brought this account in who was blocked by then, or is, while nobody has answered them. */
export async function isUnwanted(
  reader: RecordReader,
  { conversation, membership }: Pick<ConversationRecord, "conversation" | "membership">,
): Promise<boolean> {
  const bringer = await readRecord(reader, bringerTable, conversation)
  if (bringer === undefined) return false
  const isAnswered = membership !== "request" && membership !== "invited"
  return isHidden(reader, bringer.by, isAnswered ? bringer.atMs : Number.MAX_SAFE_INTEGER)
}
