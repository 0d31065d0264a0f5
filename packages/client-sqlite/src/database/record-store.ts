import { assert, type Bytes, StorageFailure } from "@colombe/base"
import {
  assertFits,
  assertSearch,
  type LocalStore,
  type RecordChange,
  type StoredRecord,
} from "@colombe/client"
import type { Connection, Value } from "./connection.ts"
import { asStorageFailure } from "./failure.ts"
import { serialQueue } from "./queue.ts"
import { searchIndex } from "./search-index.ts"

/** The engine binds no bytes as NULL, which `coalesce` turns back. */
const empty = "x''"

async function prepareAll(connection: Connection) {
  const range = `SELECT key, value FROM record WHERE key >= coalesce(?, ${empty}) AND key < coalesce(?, ${empty})`
  return {
    get: await connection.prepare("SELECT value FROM record WHERE key = ?"),
    up: await connection.prepare(`${range} ORDER BY key LIMIT ?`),
    down: await connection.prepare(`${range} ORDER BY key DESC LIMIT ?`),
    mark: await connection.prepare("SELECT mark FROM record WHERE key = ?"),
    put: await connection.prepare(
      `INSERT INTO record (key, value) VALUES (?, coalesce(?, ${empty}))
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    ),
    putMarked: await connection.prepare(
      `INSERT OR REPLACE INTO record (key, value, mark) VALUES (?, coalesce(?, ${empty}), nullif(?, 0))`,
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

/** The local store on an open connection, which it owns. */
export async function recordStore(connection: Connection, events: StoreEvents): Promise<LocalStore> {
  const statements = await prepareAll(connection)
  const index = await searchIndex(connection)
  const inOrder = serialQueue()
  let closing: Promise<void> | undefined
  let broken: StorageFailure | undefined

  const run = <Value>(task: () => Promise<Value>): Promise<Value> => {
    assert(!closing, "the store is open")
    return inOrder(async () => {
      if (broken) throw broken
      try {
        return await task()
      } catch (error) {
        const failure = asStorageFailure(error)
        // Nobody can say what a disk holds that failed to make something durable.
        if (failure instanceof StorageFailure && failure.code !== "storage-full") broken = failure
        if (broken?.code === "storage-damaged") events.damaged()
        throw failure
      }
    })
  }

  const apply = async (change: RecordChange): Promise<void> => {
    if ("delete" in change) return forget(await statements.remove(change.delete))
    const { put, value, searchable } = change
    if (searchable === undefined) return void (await statements.put(put, value))
    await forget(await statements.mark(put))
    const mark = searchable.words.length === 0 ? 0 : await index.add(put, searchable)
    await statements.putMarked(put, value, mark)
  }

  /** Whatever found the record so far; its mark is nothing where nothing did. */
  const forget = async ([row]: readonly (readonly Value[])[]): Promise<void> => {
    const mark = Number(row?.[0] ?? 0)
    if (mark > 0) await index.remove(mark)
  }

  const write = async (changes: readonly RecordChange[]): Promise<void> => {
    await statements.begin()
    try {
      for (const change of changes) await apply(change)
      await statements.commit()
    } catch (error) {
      // A failed commit may have ended the transaction by itself: then there is nothing to take back.
      await statements.rollback().catch(() => undefined)
      throw error
    }
  }

  return {
    get: async key => {
      const own = key.slice()
      return run(async () => (await statements.get(own))[0]?.[0] as Bytes | undefined)
    },
    scan: async ({ from, to, limit, reverse }) => {
      const input = [from.slice(), to.slice(), limit] as const
      return run(async () => (await (reverse ? statements.down : statements.up)(...input)).map(toRecord))
    },
    search: async range => {
      assertSearch(range)
      return run(() => index.find(range))
    },
    write: async changes => {
      for (const change of changes) assertFits(change)
      const own = changes.map(change =>
        "put" in change
          ? { put: change.put.slice(), value: change.value.slice(), searchable: change.searchable }
          : { delete: change.delete.slice() },
      )
      return own.length === 0 ? undefined : run(() => write(own))
    },
    close: () => {
      closing ??= inOrder(() => connection.close()).finally(events.closed)
      return closing
    },
  }
}

const toRecord = ([key, value]: readonly Value[]): StoredRecord => ({
  key: key as Bytes,
  value: value as Bytes,
})
