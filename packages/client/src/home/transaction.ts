import { type Bytes, compare } from "@colombe/base"
import { orderedNames } from "../store/ordered-names.ts"
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
 * nobody is told of anything before that. A record is read from the store once: whoever asks again gets the same bytes.
 */
export interface Transaction extends RecordReader {
  /** `searchable` as in the store: where it is absent, what finds the record stays as it was. */
  put(key: Bytes, value: Bytes, searchable?: Searchable): void
  delete(key: Bytes): void
  /** Runs once the changes are durable. */
  afterwards(tell: () => void): void
  commit(): Promise<void>
  /** For the steps of this transaction alone. */
  readonly layer: Layer
}

/** A key goes down through all layers with its name, which is made once: a page of messages asks for thousands. */
interface Layer {
  get(name: string, key: Bytes): Promise<Bytes | undefined>
  /** `from` and `to` are the names of the range's ends. */
  scan(from: string, to: string, range: ScanRange): Promise<readonly StoredRecord[]>
  change(name: string, change: Change): void
}

/** One change of a transaction; without a value it deletes. */
interface Change {
  readonly key: Bytes
  readonly value: Bytes | undefined
  readonly searchable: Searchable | undefined
}

/** By the name of the key. */
type Changes = ReadonlyMap<string, Change>

export function beginTransaction(store: RecordReader & Pick<LocalStore, "write">): Transaction {
  return transactionOver(
    rememberingReads(store),
    changes => store.write([...changes.values()].map(toChange)),
    tell => tell(),
  )
}

/** A page of messages asks for the same keys, rosters and people again and again, and twice for ranges that are empty. */
function rememberingReads({ get, scan }: RecordReader): Pick<Layer, "get" | "scan"> {
  const known = new Map<string, Promise<Bytes | undefined>>()
  const empty = new Set<string>()
  return {
    get(name, key) {
      const value = known.get(name) ?? get(key)
      known.set(name, value)
      return value
    },
    async scan(from, to, range) {
      const name = `${from.length} ${from}${to}`
      if (empty.has(name)) return []
      const found = await scan(range)
      if (found.length === 0 && range.limit > 0) empty.add(name)
      return found
    },
  }
}

/** One step of a larger transaction: its changes join those of `outer` at its commit, or leave no trace. */
export function nestTransaction({ layer, afterwards }: Transaction): Transaction {
  const write = async (changes: Changes): Promise<void> => {
    for (const [name, change] of changes) layer.change(name, change)
  }
  return transactionOver(layer, write, afterwards)
}

/** A character for each byte, so that names are ordered as the keys are. */
export function nameOf(key: Bytes): string {
  return Reflect.apply(String.fromCharCode, undefined, key)
}

function transactionOver(
  below: Pick<Layer, "get" | "scan">,
  write: (changes: Changes) => Promise<void>,
  say: (tell: () => void) => void,
): Transaction {
  const changes = new Map<string, Change>()
  const names = orderedNames()
  const tellings: (() => void)[] = []
  const layer: Layer = {
    get(name, key) {
      const changed = changes.get(name)
      return changed === undefined ? below.get(name, key) : Promise.resolve(changed.value)
    },
    scan(from, to, range) {
      const within = names.between(from, to)
      if (within.length === 0) return below.scan(from, to, range)
      return scanWith(below, changes, within, [from, to, range])
    },
    change(name, { key, value, searchable }) {
      const before = changes.get(name)
      if (before === undefined) names.add(name)
      changes.set(name, { key, value, searchable: searchable ?? before?.searchable })
    },
  }
  return {
    layer,
    get: key => layer.get(nameOf(key), key),
    scan: async range => layer.scan(nameOf(range.from), nameOf(range.to), range),
    put: (key, value, searchable) => layer.change(nameOf(key), { key, value, searchable }),
    // Of a record that is put again, nothing of the old one may be found.
    delete: key => layer.change(nameOf(key), { key, value: undefined, searchable: foundByNothing }),
    afterwards(tell) {
      tellings.push(tell)
    },
    async commit() {
      if (changes.size > 0) await write(changes)
      changes.clear()
      names.clear()
      for (const tell of tellings.splice(0)) say(tell)
    },
  }
}

function toChange({ key, value, searchable }: Change): RecordChange {
  return value === undefined ? { delete: key } : { put: key, value, searchable }
}

/** `within`: names of changes in the range. */
async function scanWith(
  below: Pick<Layer, "scan">,
  changes: Changes,
  within: readonly string[],
  [from, to, range]: Parameters<Layer["scan"]>,
): Promise<readonly StoredRecord[]> {
  const put = within.flatMap(name => {
    const { key, value } = changes.get(name) ?? {}
    return key === undefined || value === undefined ? [] : [{ key, value }]
  })
  // Every change may hide one stored record, so that many more are read.
  const stored = await below.scan(from, to, { ...range, limit: range.limit + within.length })
  const shown = stored.filter(({ key }) => !changes.has(nameOf(key)))
  shown.push(...put)
  shown.sort((left, right) => compare(left.key, right.key))
  return (range.reverse ? shown.reverse() : shown).slice(0, range.limit)
}
