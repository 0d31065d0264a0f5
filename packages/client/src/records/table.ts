import { type Bytes, type Codec, concat, decode, encode, StorageFailure } from "@colombe/base"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { foundByNothing, type Searchable } from "../store/port.ts"

/** Records of one kind. Keys begin with the table's number; parts of a key have fixed sizes, so prefixes are ranges. */
export interface Table<Value> {
  readonly number: number
  readonly codec: Codec<Value>
  /** What finds a record by its words; undefined: nothing does. */
  searchable?(value: Value, parts: readonly Bytes[]): Searchable | undefined
}

export function keyIn(table: Table<unknown>, ...parts: readonly Bytes[]): Bytes {
  let length = 1
  for (const part of parts) length += part.length
  const key = new Uint8Array(length)
  key[0] = table.number
  let at = 1
  for (const part of parts) {
    key.set(part, at)
    at += part.length
  }
  return key
}

export async function readRecord<Value>(
  reader: RecordReader,
  table: Table<Value>,
  ...parts: readonly Bytes[]
): Promise<Value | undefined> {
  const bytes = await reader.get(keyIn(table, ...parts))
  if (bytes === undefined) return undefined
  const known = decodedFrom.get(bytes)
  if (known !== undefined) return known as Value
  const value = decodeRecord(table, bytes)
  if (typeof value === "object") decodedFrom.set(bytes, value)
  return value
}

/** By the bytes of a record, which nobody changes: a transaction gives the same ones each time it is asked for it. */
const decodedFrom = new WeakMap<Bytes, unknown>()

export function putRecord<Value>(
  transaction: Pick<Transaction, "put">,
  table: Table<Value>,
  parts: readonly Bytes[],
  value: Value,
): void {
  const searchable = table.searchable && (table.searchable(value, parts) ?? foundByNothing)
  transaction.put(keyIn(table, ...parts), encode(table.codec, value), searchable)
}

export function deleteRecord(
  transaction: Pick<Transaction, "delete">,
  table: Table<unknown>,
  ...parts: readonly Bytes[]
): void {
  transaction.delete(keyIn(table, ...parts))
}

export interface TableRange {
  /** What the keys begin with, after the table's number. */
  readonly under?: readonly Bytes[]
  /** The next part of the key: included. */
  readonly from?: Bytes
  /** The next part of the key: not included. */
  readonly to?: Bytes
  readonly limit: number
  readonly reverse?: boolean
}

export interface TableRow<Value> {
  /** The key after the table's number. */
  readonly key: Bytes
  readonly value: Value
}

export async function scanRecords<Value>(
  reader: RecordReader,
  table: Table<Value>,
  { under = [], from, to, limit, reverse = false }: TableRange,
): Promise<readonly TableRow<Value>[]> {
  const start = keyIn(table, ...under)
  const rows = await reader.scan({
    from: from === undefined ? start : concat(start, from),
    to: to === undefined ? afterAllUnder(start) : concat(start, to),
    limit,
    reverse,
  })
  return rows.map(({ key, value }) => ({ key: key.slice(1), value: decodeRecord(table, value) }))
}

/** The first key that does not begin with `prefix`. A table's number is below 255, so there is one. */
function afterAllUnder(prefix: Bytes): Bytes {
  let last = prefix.length - 1
  while (prefix[last] === 255) last--
  const end = prefix.slice(0, last + 1)
  end[last] = (end[last] ?? 0) + 1
  return end
}

/** This program wrote it, so what cannot be read is damage. */
function decodeRecord<Value>(table: Table<Value>, bytes: Bytes): Value {
  const decoded = decode(table.codec, bytes)
  if (!decoded.ok) throw new StorageFailure("storage-damaged", decoded.cause)
  return decoded.value
}
