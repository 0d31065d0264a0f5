import { assert, type Bytes, compare, fromHex, toHex } from "@colombe/base"
import type { LocalStore, RecordChange, ScanRange, StoredRecord } from "./port.ts"
import { recordKeyBytesMax, recordValueBytesMax } from "./port.ts"

/** What outlives a memory store: values by key in hexadecimal, whose order is that of the bytes. */
export type MemoryRecords = Map<string, Bytes>

/** The store of tests and simulations: as durable as the records handed in. */
export function memoryLocalStore(records: MemoryRecords = new Map()): LocalStore {
  let isOpen = true
  return {
    async get(key) {
      assert(isOpen, "the store is open")
      return records.get(toHex(key))?.slice()
    },
    async scan(range) {
      assert(isOpen, "the store is open")
      return scanRecords(records, range)
    },
    async write(changes) {
      assert(isOpen, "the store is open")
      for (const change of changes) assertFits(change)
      for (const change of changes) applyChange(records, change)
    },
    async close() {
      isOpen = false
    },
  }
}

function scanRecords(records: MemoryRecords, { from, to, limit, reverse }: ScanRange): StoredRecord[] {
  const found = [...records]
    .map(([key, value]) => ({ key: fromHex(key) ?? new Uint8Array(), value: value.slice() }))
    .filter(({ key }) => compare(key, from) >= 0 && compare(key, to) < 0)
    .sort((left, right) => compare(left.key, right.key))
  return (reverse ? found.reverse() : found).slice(0, limit)
}

function applyChange(records: MemoryRecords, change: RecordChange): void {
  if ("put" in change) records.set(toHex(change.put), change.value.slice())
  else records.delete(toHex(change.delete))
}

/** What the limits forbid is a bug of the caller. */
export function assertFits(change: RecordChange): void {
  const key = "put" in change ? change.put : change.delete
  assert(key.length > 0 && key.length <= recordKeyBytesMax, "a record's key has a length within its limits")
  if ("put" in change)
    assert(change.value.length <= recordValueBytesMax, "a record's value is within its limit")
}
