import { Database } from "bun:sqlite"
import { closeSync, existsSync, fsyncSync, openSync } from "node:fs"
import { dirname } from "node:path"
import type { Bytes } from "@colombe/base"
import { applicationId, schema, schemaVersion } from "./schema.ts"

/** Pages of the write-ahead log after which it is copied back: 16 MiB. */
const checkpointPages = 4096
const writerCacheKibibytes = 65_536
const readerCacheKibibytes = 32_768
/** Nobody else writes and readers never wait, so that waiting at all means a foreign process. */
const busyMilliseconds = 2_000

export type FileState = "new" | "older" | "ready" | "data-newer" | "data-damaged"

/** The one connection that writes. A commit is on disk before it returns (`synchronous=FULL`). */
export function openWriter(path: string, pagesMax?: number): Database {
  const database = new Database(path, { create: true, readwrite: true, strict: true })
  database.run(`PRAGMA busy_timeout = ${busyMilliseconds}`)
  database.run("PRAGMA journal_mode = WAL")
  database.run("PRAGMA synchronous = FULL")
  database.run(`PRAGMA wal_autocheckpoint = ${checkpointPages}`)
  database.run(`PRAGMA cache_size = -${writerCacheKibibytes}`)
  database.run("PRAGMA temp_store = MEMORY")
  // What is taken out is overwritten where it stood; without this it would stay in its page until that is used again.
  database.run("PRAGMA secure_delete = ON")
  if (pagesMax !== undefined) database.run(`PRAGMA max_page_count = ${pagesMax}`)
  return database
}

/**
 * Copies the write-ahead log back and cuts it, so that nothing stays in it that the database no longer has. Waits for
 * nobody: while somebody reads an earlier state, it is done another time.
 */
export function cutWriteAheadLog(database: Database): void {
  database.run("PRAGMA busy_timeout = 0")
  database.run("PRAGMA wal_checkpoint(TRUNCATE)")
  database.run(`PRAGMA busy_timeout = ${busyMilliseconds}`)
}

/** A connection that reads what is committed, and a commit becomes visible only once it is on disk. */
export function openReader(path: string): Database {
  const database = new Database(path, { readonly: true, strict: true })
  database.run(`PRAGMA busy_timeout = ${busyMilliseconds}`)
  database.run(`PRAGMA cache_size = -${readerCacheKibibytes}`)
  return database
}

/** The database's file in a data folder, and in a backup. */
export const databaseFile = "colombe.sqlite"

/** What a file is, found out without changing it. */
export function inspectFile(path: string): FileState {
  if (!existsSync(path)) return "new"
  const database = new Database(path, { readonly: true })
  try {
    const version = readNumber(database, "user_version")
    const owner = readNumber(database, "application_id")
    if (owner === applicationId && version < schemaVersion) return "older"
    if (owner === applicationId) return version > schemaVersion ? "data-newer" : "ready"
    const isEmpty = owner === 0 && version === 0 && readNumber(database, "schema_version") === 0
    return isEmpty ? "new" : "data-damaged"
  } finally {
    database.close()
  }
}

/** Makes the tables, all or none of them. */
export function prepareFile(path: string, storeId: Bytes): void {
  const database = openWriter(path)
  try {
    database.transaction(() => {
      database.run(schema)
      database.run("INSERT INTO store (id) VALUES (?)", [storeId])
      database.run(`PRAGMA application_id = ${applicationId}`)
      database.run(`PRAGMA user_version = ${schemaVersion}`)
    })()
  } finally {
    database.close()
  }
  syncFolder(dirname(path))
}

export function readNumber(database: Database, pragma: string): number {
  return Number(Object.values(database.query<Record<string, number>, []>(`PRAGMA ${pragma}`).get() ?? {})[0])
}

/** A new file is found after a crash only once its folder is on disk too. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r")
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
