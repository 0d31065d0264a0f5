import { assert, type Bytes, fromHex, toHex } from "@colombe/base"
import { assertFits } from "./limits.ts"
import { indexOf, type MemoryIndex, searchIndex, updateIndex } from "./memory-index.ts"
import { placeOf } from "./ordered-names.ts"
import type { LocalStore, RecordChange, ScanRange, StoredRecord } from "./port.ts"

/** What outlives a memory store: values by key in hexadecimal, whose order is that of the bytes. */
export type MemoryRecords = Map<string, Bytes>

/** The store of tests and simulations: as durable as the records handed in. */
export function memoryLocalStore(records: MemoryRecords = new Map()): LocalStore {
  const keys = [...records.keys()].sort()
  const keyBytes = decoding()
  const index = indexOf(records)
  let isOpen = true
  return {
    async get(key) {
      assert(isOpen, "the store is open")
      return records.get(toHex(key))?.slice()
    },
    async scan(range) {
      assert(isOpen, "the store is open")
      return scanRecords(records, keys, keyBytes, range)
    },
    async search(range) {
      assert(isOpen, "the store is open")
      return searchIndex(index, range)
    },
    async write(changes) {
      assert(isOpen, "the store is open")
      for (const change of changes) assertFits(change)
      for (const change of changes) applyChange(records, index, keys, change)
    },
    async close() {
      isOpen = false
    },
  }
}

/** The bytes of a key, which is read again and again, decoded once. */
function decoding(): (key: string) => Bytes {
  const known = new Map<string, Bytes>()
  return key => {
    const bytes = known.get(key) ?? fromHex(key) ?? new Uint8Array()
    known.set(key, bytes)
    return bytes.slice()
  }
}

function scanRecords(
  records: MemoryRecords,
  keys: readonly string[],
  keyBytes: (key: string) => Bytes,
  range: ScanRange,
): StoredRecord[] {
  const [start, end] = [placeOf(keys, toHex(range.from)), placeOf(keys, toHex(range.to))]
  const found = range.reverse
    ? keys.slice(Math.max(start, end - range.limit), Math.max(start, end)).reverse()
    : keys.slice(start, Math.min(end, start + range.limit))
  return found.map(key => ({
    key: keyBytes(key),
    value: (records.get(key) ?? new Uint8Array()).slice(),
  }))
}

/** `keys` are those of `records` in their order: what is sorted once need not be sorted for every scan. */
function applyChange(records: MemoryRecords, index: MemoryIndex, keys: string[], change: RecordChange): void {
  const key = toHex("put" in change ? change.put : change.delete)
  updateIndex(index, key, change)
  const place = placeOf(keys, key)
  const isKnown = keys[place] === key
  if ("put" in change) {
    records.set(key, change.value.slice())
    if (!isKnown) keys.splice(place, 0, key)
  } else {
    records.delete(key)
    if (isKnown) keys.splice(place, 1)
  }
}
