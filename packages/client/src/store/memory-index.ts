import { type Bytes, fromHex } from "@colombe/base"
import { assertSearch } from "./limits.ts"
import {
  marksPerOrder,
  type RecordChange,
  type Searchable,
  type SearchHit,
  type SearchRange,
  type SearchTerm,
} from "./port.ts"

/** What finds each record, by its key in hexadecimal, and all marks that are taken. */
export interface MemoryIndex {
  readonly documents: Map<string, Searchable & { readonly mark: number }>
  readonly marks: Set<number>
}

const indexes = new WeakMap<object, MemoryIndex>()

/** The index that outlives a store together with its records. */
export function indexOf(records: ReadonlyMap<string, Bytes>): MemoryIndex {
  const index = indexes.get(records) ?? { documents: new Map(), marks: new Set() }
  indexes.set(records, index)
  return index
}

export function updateIndex({ documents, marks }: MemoryIndex, key: string, change: RecordChange): void {
  if ("put" in change && change.searchable === undefined) return
  const before = documents.get(key)
  if (before !== undefined) marks.delete(before.mark)
  documents.delete(key)
  if ("delete" in change || change.searchable === undefined || change.searchable.words.length === 0) return
  const { order, scope, words } = change.searchable
  let mark = order * marksPerOrder + 1
  while (marks.has(mark)) mark++
  marks.add(mark)
  documents.set(key, { order, scope, words: [...words], mark })
}

export function searchIndex({ documents }: MemoryIndex, range: SearchRange): readonly SearchHit[] {
  assertSearch(range)
  const { terms, scope, from, to, limit } = range
  if (terms.length === 0) return []
  return [...documents]
    .filter(([, one]) => one.mark >= from && one.mark < to && (scope === undefined || one.scope === scope))
    .filter(([, { words }]) => terms.every(term => occurs(words, term)))
    .sort(([, left], [, right]) => right.mark - left.mark)
    .slice(0, limit)
    .map(([key, { mark }]) => ({ key: fromHex(key) ?? new Uint8Array(), mark }))
}

function occurs(words: readonly string[], term: SearchTerm): boolean {
  const last = term.words.length - 1
  return words.some((_, start) =>
    term.words.every((wanted, place) => {
      const word = words[start + place]
      return term.begun && place === last ? word?.startsWith(wanted) : word === wanted
    }),
  )
}
