import {
  type Bytes,
  compare,
  concat,
  constant,
  type Decoded,
  decode,
  encode,
  equal,
  opaque,
  struct,
  uint8,
  uint64,
  vector,
} from "@colombe/base"
import { deviceId } from "@colombe/rules"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { deleteRecord, putRecord, readRecord, scanRecords, type Table } from "../records/table.ts"

/** What one's devices share, by area; the rest of a key is an id or a name. 7 was used before and is not used again. */
export const areas = {
  contact: 1,
  read: 2,
  draft: 3,
  setting: 4,
  folder: 5,
  chat: 6,
  unread: 8,
  profile: 9,
  scheduled: 10,
  invite: 20,
  blocked: 21,
} as const
export type Area = keyof typeof areas

/** Bytes of what stands behind the area, and of one value. */
export const registerNameBytesMax = 64
export const registerValueBytesMax = 20 * 1024

/** An empty value is one that was taken away: it stays, so that nothing older comes back. */
const change = struct({ key: opaque, lamport: uint64, value: opaque })
export type RegisterChange = Decoded<typeof change>
const entryContent = struct({ version: constant(uint8, 1), changes: vector(change) })
/** Changes in one entry. */
const changesMax = 512

const register = struct({ lamport: uint64, device: deviceId, value: opaque })
export type Register = Decoded<typeof register>
/** By area and name. */
export const registerTable: Table<Register> = { number: 104, codec: register }
/** By area and name: since when this device's own change waits to be posted. */
export const unpostedTable: Table<number> = { number: 105, codec: uint64 }

export function encodeRegisters(changes: readonly RegisterChange[]): Bytes {
  return encode(entryContent, { version: 1, changes: [...changes] })
}

/** Undefined where it is none, or of a version that is not known here. */
export function decodeRegisters(content: Bytes): readonly RegisterChange[] | undefined {
  const read = decode(entryContent, content)
  if (!read.ok || read.value.changes.length > changesMax) return undefined
  return read.value.changes.every(isSound) ? read.value.changes : undefined
}

function isSound({ key, value }: RegisterChange): boolean {
  return key.length > 0 && key.length <= 1 + registerNameBytesMax && value.length <= registerValueBytesMax
}

export function registerKey(area: Area, name: Bytes): Bytes {
  return concat(Uint8Array.of(areas[area]), name)
}

/**
 * Spec V18: the last writer by (lamport, device), so that every order of arrival ends in the same. A read position is
 * the highest. At the same lamport a draft that was sent or emptied stays so.
 */
export function wins(key: Bytes, offered: Register, held: Register | undefined): boolean {
  if (held === undefined) return true
  if (key[0] === areas.read) return compare(offered.value, held.value) > 0
  if (offered.lamport !== held.lamport) return offered.lamport > held.lamport
  const isDraft = key[0] === areas.draft
  if (isDraft && (offered.value.length === 0) !== (held.value.length === 0)) return offered.value.length === 0
  return compare(offered.device, held.device) > 0
}

export async function mergeRegister(
  transaction: Transaction,
  key: Bytes,
  offered: Register,
): Promise<boolean> {
  const held = await readRecord(transaction, registerTable, key)
  // The log has it.
  if (held?.lamport === offered.lamport && equal(held.value, offered.value))
    deleteRecord(transaction, unpostedTable, key)
  if (!wins(key, offered, held)) return false
  putRecord(transaction, registerTable, [key], offered)
  if (await readRecord(transaction, unpostedTable, key)) deleteRecord(transaction, unpostedTable, key)
  return true
}

/** This device's own change: durable here, then on its way to the others. Nothing where it says the same. */
export async function writeRegister(
  transaction: Transaction,
  { device, now }: { readonly device: Bytes; readonly now: number },
  key: Bytes,
  value: Bytes,
): Promise<void> {
  const held = await readRecord(transaction, registerTable, key)
  if (compare(held?.value ?? new Uint8Array(), value) === 0) return
  const written = { lamport: (held?.lamport ?? 0) + 1, device, value }
  if (!wins(key, written, held)) return
  putRecord(transaction, registerTable, [key], written)
  putRecord(transaction, unpostedTable, [key], now)
}

export async function readRegister(
  reader: RecordReader,
  area: Area,
  name: Bytes,
): Promise<Bytes | undefined> {
  const held = await readRecord(reader, registerTable, registerKey(area, name))
  return held === undefined || held.value.length === 0 ? undefined : held.value
}

/** Registers of one area that are shown. */
const areaRowsMax = 10_000

export async function registersIn(
  reader: RecordReader,
  area: Area,
): Promise<readonly { readonly name: Bytes; readonly value: Bytes }[]> {
  const under = [Uint8Array.of(areas[area])]
  const rows = await scanRecords(reader, registerTable, { under, limit: areaRowsMax })
  return rows
    .filter(({ value }) => value.value.length > 0)
    .map(({ key, value }) => ({ name: key.slice(1), value: value.value }))
}
