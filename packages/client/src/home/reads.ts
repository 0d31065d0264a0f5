import type { Bytes } from "@colombe/base"
import type { LocalStore, ScanRange } from "../store/port.ts"
import { nameOf, type RecordReader } from "./transaction.ts"

/** What answers were read from, so that a change finds those that hold no more, and no others. */
export interface Reads {
  /** Reads for one answer, whose earlier reads count no more. */
  readerFor(answer: string): RecordReader
  /** Each answer that read any of these is told of once, and counts no more until it is read for again. */
  changed(keys: readonly Bytes[], tell: (answer: string) => void): void
}

interface ReadRange {
  readonly from: string
  readonly to: string
  readonly answer: string
}

/** Where the reads of one answer stand. */
interface Noted {
  readonly keys: Set<string>
  readonly ranges: ReadRange[]
}

/**
 * A range is looked for by what its two ends begin with alike: of the ranges that are read here, most begin with a table
 * and an id, so that a changed key meets few.
 */
export function readsOf(store: RecordReader): Reads {
  const noted = new Map<string, Noted>()
  const byKey = new Map<string, Set<string>>()
  const byBeginning = new Map<string, Set<ReadRange>>()
  /** How many ranges there are by the length of their beginning. */
  const lengths = new Map<number, number>()
  const forget = (answer: string): void => {
    const { keys = [], ranges = [] } = noted.get(answer) ?? {}
    noted.delete(answer)
    for (const key of keys) remove(byKey, key, answer)
    for (const range of ranges) {
      const beginning = commonBeginning(range)
      remove(byBeginning, beginning, range)
      const left = (lengths.get(beginning.length) ?? 1) - 1
      if (left === 0) lengths.delete(beginning.length)
      else lengths.set(beginning.length, left)
    }
  }
  const noteKey = (answer: string, { keys }: Noted, key: Bytes): void => {
    const name = nameOf(key)
    keys.add(name)
    add(byKey, name, answer)
  }
  const noteRange = (answer: string, { ranges }: Noted, { from, to }: ScanRange): void => {
    const range = { from: nameOf(from), to: nameOf(to), answer }
    const beginning = commonBeginning(range)
    ranges.push(range)
    add(byBeginning, beginning, range)
    lengths.set(beginning.length, (lengths.get(beginning.length) ?? 0) + 1)
  }
  return {
    readerFor(answer) {
      forget(answer)
      const reads: Noted = { keys: new Set(), ranges: [] }
      noted.set(answer, reads)
      // Whoever is read for anew meanwhile needs nothing of what is still under way for the old answer.
      const isNewest = (): boolean => noted.get(answer) === reads
      return {
        get(key) {
          if (isNewest()) noteKey(answer, reads, key)
          return store.get(key)
        },
        scan(range) {
          if (isNewest()) noteRange(answer, reads, range)
          return store.scan(range)
        },
      }
    },
    changed(keys, tell) {
      const met = new Set<string>()
      for (const key of keys) {
        const name = nameOf(key)
        for (const answer of byKey.get(name) ?? []) met.add(answer)
        for (const length of lengths.keys())
          for (const { from, to, answer } of byBeginning.get(name.slice(0, length)) ?? [])
            if (name >= from && name < to) met.add(answer)
      }
      for (const answer of met) {
        forget(answer)
        tell(answer)
      }
    },
  }
}

/** A store that tells of what has changed, once it is durable and before anybody hears of it otherwise. */
export function tellingStore(store: LocalStore, tell: (keys: readonly Bytes[]) => void): LocalStore {
  return {
    get: key => store.get(key),
    scan: range => store.scan(range),
    search: range => store.search(range),
    async write(changes) {
      await store.write(changes)
      tell(changes.map(change => ("put" in change ? change.put : change.delete)))
    },
    close: () => store.close(),
  }
}

function commonBeginning({ from, to }: ReadRange): string {
  let length = 0
  while (length < from.length && from[length] === to[length]) length++
  return from.slice(0, length)
}

function add<Value>(sets: Map<string, Set<Value>>, name: string, value: Value): void {
  const known = sets.get(name)
  if (known === undefined) sets.set(name, new Set([value]))
  else known.add(value)
}

function remove<Value>(sets: Map<string, Set<Value>>, name: string, value: Value): void {
  const known = sets.get(name)
  known?.delete(value)
  if (known?.size === 0) sets.delete(name)
}
