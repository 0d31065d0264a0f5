import { type Bytes, compare, keyAfter } from "@colombe/base"
import type { Remains, StoredRecord } from "@colombe/client"
import type { Connection } from "./connection.ts"
import type { Statement } from "./statement.ts"

/** Records asked for at one time: fewer and fewer where they cannot be read, down to one. */
const counts = [256, 16, 1]

/**
 * What can be read of a damaged database: from both ends up to the first page that cannot be read. Every page is
 * authenticated, so that nothing false is among it.
 */
export async function remainsOf(connection: Connection): Promise<Remains> {
  // A file that was cut short is looked at all the same.
  await connection.run("PRAGMA writable_schema = ON")
  const columns = "SELECT key, value FROM record WHERE"
  const up = await connection.prepare(`${columns} key >= ? AND key < ? ORDER BY key LIMIT ?`)
  const down = await connection.prepare(`${columns} key >= ? AND key < ? ORDER BY key DESC LIMIT ?`)
  return {
    async read(from, to) {
      const first = readTowards(up, from, to, "up")
      if (first.isWhole) return first
      const last = first.records.at(-1)?.key
      const rest = readTowards(down, last === undefined ? from : keyAfter(last), to, "down")
      return { records: [...first.records, ...rest.records.toReversed()], isWhole: false }
    },
  }
}

function readTowards(
  statement: Statement,
  from: Bytes,
  to: Bytes,
  direction: "up" | "down",
): { readonly records: StoredRecord[]; readonly isWhole: boolean } {
  const records: StoredRecord[] = []
  let [low, high] = [from, to]
  for (let step = 0; ; ) {
    const count = counts[step]
    if (count === undefined) return { records, isWhole: false }
    const rows = compare(low, high) < 0 ? rowsOf(statement, low, high, count) : []
    if (rows === undefined) {
      step++
      continue
    }
    for (const row of rows) records.push(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < count) return { records, isWhole: true }
    if (direction === "up") low = keyAfter(last.key)
    else high = last.key
  }
}

/** Undefined where a page among them cannot be read. */
function rowsOf(
  statement: Statement,
  from: Bytes,
  to: Bytes,
  limit: number,
): readonly StoredRecord[] | undefined {
  try {
    const rows = statement(from, to, limit)
    return rows.map(([key, value]) => ({ key: key as Bytes, value: bytesOf(value) }))
  } catch {
    return undefined
  }
}

/** No bytes come as NULL, which is 0. */
const bytesOf = (value: unknown): Bytes => (value instanceof Uint8Array ? value : new Uint8Array())
