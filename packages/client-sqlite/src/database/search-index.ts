import type { Bytes } from "@colombe/base"
import {
  marksPerOrder,
  type Searchable,
  type SearchHit,
  type SearchRange,
  type SearchTerm,
} from "@colombe/client"
import type { Connection } from "./connection.ts"
import type { Statement } from "./statement.ts"

/** The words of what is stored, beside it in the same transactions. A mark is a row's number, so the newest have the highest. */
export interface SearchIndex {
  /** Gives the mark. */
  add(key: Bytes, searchable: Searchable): number
  remove(mark: number): void
  find(range: SearchRange): readonly SearchHit[]
}

export async function searchIndex(connection: Connection): Promise<SearchIndex> {
  const highest = await connection.prepare("SELECT max(mark) FROM document WHERE mark BETWEEN ? AND ?")
  const addDocument = await connection.prepare("INSERT INTO document (mark, key) VALUES (?, ?)")
  const addWords = await connection.prepare("INSERT INTO word (rowid, words) VALUES (?, ?)")
  const removeDocument = await connection.prepare("DELETE FROM document WHERE mark = ?")
  const removeWords = await connection.prepare("DELETE FROM word WHERE rowid = ?")
  const find = await connection.prepare(
    `SELECT document.key, document.mark FROM word CROSS JOIN document ON document.mark = word.rowid
     WHERE word MATCH ? AND word.rowid BETWEEN ? AND ? ORDER BY word.rowid DESC LIMIT ?`,
  )
  return {
    add(key, { order, scope, words }) {
      const mark = freeMark(highest, order)
      addDocument(mark, key)
      addWords(mark, `${scopeSign}${scope} ${words.join(" ")}`)
      return mark
    },
    remove(mark) {
      removeDocument(mark)
      removeWords(mark)
    },
    find({ terms, scope, from, to, limit }) {
      if (terms.length === 0 || from >= to) return []
      const rows = find(expressionOf(terms, scope), from, to - 1, limit)
      return rows.map(([key, mark]) => ({ key: key as Bytes, mark: Number(mark) }))
    },
  }
}

/** Of private use, so that no word of a text begins with it. */
const scopeSign = "\ue000"

/** Where all marks of an order are taken, the next ones serve. */
function freeMark(highest: Statement, order: number): number {
  for (let start = order * marksPerOrder; ; start += marksPerOrder) {
    const end = start + marksPerOrder - 1
    const [row] = highest(start, end)
    const last = Number(row?.[0] ?? 0)
    if (last < end) return Math.max(start, last) + 1
  }
}

/** FTS5's own language. Words hold no sign of it (spec T50); quotes make them words where they look like operators. */
function expressionOf(terms: readonly SearchTerm[], scope: string | undefined): string {
  const wanted = terms.map(({ words, begun }) => `"${words.join(" ")}"${begun ? "*" : ""}`)
  return (scope === undefined ? wanted : [...wanted, `"${scopeSign}${scope}"`]).join(" AND ")
}
