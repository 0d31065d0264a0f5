import type { Bytes } from "@colombe/base"
import {
  SQLITE_BLOB,
  SQLITE_DONE,
  SQLITE_INTEGER,
  SQLITE_OK,
  SQLITE_ROW,
  SQLiteError,
} from "@journeyapps/wa-sqlite"
import type { Memory } from "../vfs/folder-vfs.ts"

/** What a statement gives; nothing, which SQL calls NULL, is 0. */
export type Value = number | Bytes

/** A statement prepared once, done when it returns. Rows are copies: nothing in them is the engine's memory. */
export type Statement = (...input: readonly (Value | string)[]) => readonly (readonly Value[])[]

/**
 * SQLite's own functions for statements that are prepared; a number of 64 bits is handed over as two of 32, the upper one
 * of an answer by `getTempRet0`. The library around them answers each step by promises, for file systems that are
 * asynchronous: several for each statement, which cost as much as what SQLite does.
 */
export interface StatementCalls extends Memory {
  _sqlite3_bind_blob(statement: number, place: number, start: number, length: number, owner: number): number
  _sqlite3_bind_text(statement: number, place: number, start: number, length: number, owner: number): number
  _sqlite3_bind_int64(statement: number, place: number, low: number, high: number): number
  _sqlite3_step(statement: number): number
  _sqlite3_reset(statement: number): number
  _sqlite3_data_count(statement: number): number
  _sqlite3_column_type(statement: number, column: number): number
  _sqlite3_column_blob(statement: number, column: number): number
  _sqlite3_column_bytes(statement: number, column: number): number
  _sqlite3_column_int64(statement: number, column: number): number
  _sqlite3_errmsg(database: number): number
  _sqlite3_malloc(length: number): number
  _sqlite3_free(start: number): void
  getTempRet0(): number
}

/** Runs the statements of one connection. */
export function executor(
  calls: StatementCalls,
  database: number,
): (statement: number, input: readonly (Value | string)[]) => readonly (readonly Value[])[] {
  const bind = binder(calls)
  const check = (code: number): void => {
    if (code === SQLITE_OK || code === SQLITE_DONE) return
    throw new SQLiteError(calls.UTF8ToString(calls._sqlite3_errmsg(database)), code)
  }
  return (statement, input) => {
    try {
      bind(statement, input, check)
      const rows: Value[][] = []
      for (;;) {
        const code = calls._sqlite3_step(statement)
        if (code !== SQLITE_ROW) {
          check(code)
          return rows
        }
        rows.push(rowOf(calls, statement))
      }
    } finally {
      calls._sqlite3_reset(statement)
    }
  }
}

/** Who owns bytes that SQLite is given: the caller, who leaves them as they are until it binds others. */
const ownedByCaller = 0
/** Bytes of UTF-8 that one UTF-16 unit may need. */
const unitBytesMax = 3

/** Puts what is bound into a piece of the engine's memory, which is used again by the next statement and grows as needed. */
function binder(calls: StatementCalls) {
  let place = 0
  let size = 0
  const encoder = new TextEncoder()
  const reserve = (wanted: number): void => {
    if (wanted <= size) return
    if (place !== 0) calls._sqlite3_free(place)
    size = Math.max(wanted, 2 * size)
    place = calls._sqlite3_malloc(size)
    if (place === 0) throw new Error("the engine has no memory left")
  }
  return (statement: number, input: readonly (Value | string)[], check: (code: number) => void): void => {
    // At least one: bytes at no place would be taken for NULL.
    reserve(1 + input.reduce<number>((sum, value) => sum + roomFor(value), 0))
    let at = place
    for (const [index, value] of input.entries()) {
      if (typeof value === "number") {
        check(calls._sqlite3_bind_int64(statement, index + 1, value >>> 0, Math.floor(value / 2 ** 32)))
      } else if (typeof value === "string") {
        const { written } = encoder.encodeInto(value, calls.HEAPU8.subarray(at, at + roomFor(value)))
        check(calls._sqlite3_bind_text(statement, index + 1, at, written, ownedByCaller))
        at += written
      } else {
        calls.HEAPU8.set(value, at)
        check(calls._sqlite3_bind_blob(statement, index + 1, at, value.length, ownedByCaller))
        at += value.length
      }
    }
  }
}

function roomFor(value: Value | string): number {
  if (typeof value === "number") return 0
  return typeof value === "string" ? unitBytesMax * value.length : value.length
}

function rowOf(calls: StatementCalls, statement: number): Value[] {
  const row: Value[] = []
  const columns = calls._sqlite3_data_count(statement)
  for (let column = 0; column < columns; column++) row.push(valueAt(calls, statement, column))
  return row
}

function valueAt(calls: StatementCalls, statement: number, column: number): Value {
  const type = calls._sqlite3_column_type(statement, column)
  if (type === SQLITE_INTEGER) {
    const low = calls._sqlite3_column_int64(statement, column)
    return calls.getTempRet0() * 2 ** 32 + (low >>> 0)
  }
  if (type !== SQLITE_BLOB) return 0
  const start = calls._sqlite3_column_blob(statement, column)
  return calls.HEAPU8.slice(start, start + calls._sqlite3_column_bytes(statement, column))
}
