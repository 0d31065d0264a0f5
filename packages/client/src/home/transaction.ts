import { type Bytes, compare, fromHex, toHex } from "@colombe/base"
import {
  foundByNothing,
  type LocalStore,
  type RecordChange,
  type ScanRange,
  type Searchable,
  type StoredRecord,
} from "../store/port.ts"

/** What reads records: the store itself, or a transaction that sees its own changes. */
export type RecordReader = Pick<LocalStore, "get" | "scan">

/**
 * Changes that become durable together or not at all. Reads see them at once; the store sees them at `commit`, and
 * nobody is told of anything before that.
 */
export interface Transaction extends RecordReader {
  /** `searchable` as in the store: where it is absent, what finds the record stays as it was. */
  put(key: Bytes, value: Bytes, searchable?: Searchable): void
  delete(key: Bytes): void
  /** Runs once the changes are durable. */
  afterwards(tell: () => void): void
  commit(): Promise<void>
}

export function beginTransaction(store: RecordReader & Pick<LocalStore, "write">): Transaction {
  return transactionOver(
    store,
    changes => store.write(changes),
    tell => tell(),
  )
}

/** One step of a larger transaction: its changes join those of `outer` at its commit, or leave no trace. */
export function nestTransaction(outer: Transaction): Transaction {
  const write = async (changes: readonly RecordChange[]): Promise<void> => {
    for (const change of changes)
      if ("put" in change) outer.put(change.put, change.value, change.searchable)
      else outer.delete(change.delete)
  }
  return transactionOver(outer, write, tell => outer.afterwards(tell))
}

function transactionOver(
  store: RecordReader,
  write: (changes: readonly RecordChange[]) => Promise<void>,
  say: (tell: () => void) => void,
): Transaction {
  /** By key in hexadecimal, whose order is that of the bytes; undefined: deleted. */
  const changes = new Map<string, Bytes | undefined>()
  /** What finds those that are put. */
  const searchables = new Map<string, Searchable>()
  const tellings: (() => void)[] = []
  return {
    async get(key) {
      const name = toHex(key)
      return changes.has(name) ? changes.get(name) : store.get(key)
    },
    scan: range => scanWith(store, changes, range),
    put(key, value, searchable) {
      const name = toHex(key)
      changes.set(name, value)
      if (searchable !== undefined) searchables.set(name, searchable)
    },
    delete(key) {
      const name = toHex(key)
      changes.set(name, undefined)
      // Of a record that is put again, nothing of the old one may be found.
      searchables.set(name, foundByNothing)
    },
    afterwards(tell) {
      tellings.push(tell)
    },
    async commit() {
      if (changes.size > 0)
        await write([...changes].map(([name, value]) => toChange(name, value, searchables.get(name))))
      changes.clear()
      searchables.clear()
      for (const tell of tellings.splice(0)) say(tell)
    },
  }
}

function toChange(name: string, value: Bytes | undefined, searchable: Searchable | undefined): RecordChange {
  const key = fromHex(name) ?? new Uint8Array()
  return value === undefined ? { delete: key } : { put: key, value, searchable }
}

async function scanWith(
  store: RecordReader,
  changes: ReadonlyMap<string, Bytes | undefined>,
  range: ScanRange,
): Promise<readonly StoredRecord[]> {
  const [from, to] = [toHex(range.from), toHex(range.to)]
  const within = [...changes].filter(([name]) => name >= from && name < to)
  // Every change may hide one stored record, so that many more are read.
  const stored = await store.scan({ ...range, limit: range.limit + within.length })
  const shown = stored.filter(({ key }) => !changes.has(toHex(key)))
  for (const [name, value] of within)
    if (value !== undefined) shown.push({ key: fromHex(name) ?? new Uint8Array(), value })
  shown.sort((left, right) => compare(left.key, right.key))
  return (range.reverse ? shown.reverse() : shown).slice(0, range.limit)
}
