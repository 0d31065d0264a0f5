import { assert, type Bytes, StorageFailure } from "@colombe/base"
import {
  assertFits,
  assertSearch,
  type LocalStore,
  type RecordChange,
  type Searchable,
  type StoredRecord,
} from "@colombe/client"
import { SQLiteError } from "@journeyapps/wa-sqlite"
import type { Connection } from "./connection.ts"
import { asStorageFailure } from "./failure.ts"
import { searchIndex } from "./search-index.ts"
import type { Value } from "./statement.ts"

async function prepareAll(connection: Connection) {
  const range = "SELECT key, value FROM record WHERE key >= ? AND key < ?"
  return {
    get: await connection.prepare("SELECT value FROM record WHERE key = ?"),
    up: await connection.prepare(`${range} ORDER BY key LIMIT ?`),
    down: await connection.prepare(`${range} ORDER BY key DESC LIMIT ?`),
    mark: await connection.prepare("SELECT mark FROM record WHERE key = ?"),
    put: await connection.prepare(
      "INSERT INTO record (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    ),
    putMarked: await connection.prepare(
      "INSERT OR REPLACE INTO record (key, value, mark) VALUES (?, ?, nullif(?, 0))",
    ),
    remove: await connection.prepare("DELETE FROM record WHERE key = ? RETURNING mark"),
    begin: await connection.prepare("BEGIN IMMEDIATE"),
    commit: await connection.prepare("COMMIT"),
    rollback: await connection.prepare("ROLLBACK"),
  }
}

/** Who hears of it: once the connection is closed, and each time that it met damage. */
export interface StoreEvents {
  readonly closed: () => void
  readonly damaged: () => void
}

/** The local store on an open connection, which it owns. Whatever is asked of it is done before the call returns. */
export async function recordStore(connection: Connection, events: StoreEvents): Promise<LocalStore> {
  const statements = await prepareAll(connection)
  const index = await searchIndex(connection)
  let closing: Promise<void> | undefined
  let broken: StorageFailure | undefined

  const run = async <Answer>(task: () => Answer): Promise<Answer> => {
    assert(!closing, "the store is open")
    if (broken) throw broken
    try {
      return task()
    } catch (error) {
      const failure = asStorageFailure(error)
      // Nobody can say what a disk holds that failed to make something durable.
      if (failure instanceof StorageFailure && failure.code !== "storage-full") broken = failure
      if (broken?.code === "storage-damaged") events.damaged()
      throw failure
    }
  }

  const apply = (change: RecordChange): void => {
    if ("delete" in change) forget(statements.remove(change.delete))
    else if (change.searchable === undefined) statements.put(change.put, change.value)
    else putSearchable(change.put, change.value, change.searchable)
  }

  const putSearchable = (key: Bytes, value: Bytes, searchable: Searchable): void => {
    forget(statements.mark(key))
    const mark = searchable.words.length === 0 ? 0 : index.add(key, searchable)
    statements.putMarked(key, value, mark)
  }

  /** Whatever found the record so far; its mark is nothing where nothing did. */
  const forget = ([row]: readonly (readonly Value[])[]): void => {
    const mark = Number(row?.[0] ?? 0)
    if (mark > 0) index.remove(mark)
  }

  const write = (changes: readonly RecordChange[]): void => {
    statements.begin()
    try {
      for (const change of changes) apply(change)
      statements.commit()
    } catch (error) {
      rollback()
      throw error
    }
  }

  /** A failed commit may have ended the transaction by itself: then there is nothing to take back. */
  const rollback = (): void => {
    try {
      statements.rollback()
    } catch (error) {
      if (!(error instanceof SQLiteError)) throw error
    }
  }

  return {
    get: key => run(() => statements.get(key)[0]?.[0] as Bytes | undefined),
    scan: ({ from, to, limit, reverse }) =>
      run(() => (reverse ? statements.down : statements.up)(from, to, limit).map(toRecord)),
    search: async range => {
      assertSearch(range)
      return run(() => index.find(range))
    },
    write: async changes => {
      for (const change of changes) assertFits(change)
      return changes.length === 0 ? undefined : run(() => write(changes))
    },
    close: () => {
      closing ??= connection.close().finally(events.closed)
      return closing
    },
  }
}

const toRecord = ([key, value]: readonly Value[]): StoredRecord => ({
  key: key as Bytes,
  value: value as Bytes,
})
