import type { Connection } from "./connection.ts"

/** Says, inside the encryption, that the file is a device's store: "Coll". */
const applicationId = 0x436f6c6c

/**
 * What leads from each version of the layout to the next; an empty file has version 0. Words come folded and are split at
 * blanks alone. The tables of beginnings have what is typed first: where there is none, all words that begin so are merged
 * at every search, however many messages have them. Version 2 had none for four letters: its words are given up, and
 * whoever owns the store writes them again (spec T61).
 */
const migrations: readonly string[] = [
  "CREATE TABLE record (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
  `ALTER TABLE record ADD COLUMN mark INTEGER;
   CREATE TABLE document (mark INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT`,
  `DROP TABLE IF EXISTS word;
   CREATE VIRTUAL TABLE word USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii',
     prefix = '1 2 3 4')`,
]
/** A file of a higher version is not opened. */
export const schemaVersion = migrations.length

/** Brings a new or older file to this version, in one step. The first read is here: under a wrong key it throws. */
export async function prepareSchema(
  connection: Connection,
): Promise<"ready" | "home-newer" | "storage-damaged"> {
  const version = await connection.number("user_version")
  const owner = await connection.number("application_id")
  const tables = await connection.number("schema_version")
  if (owner === applicationId ? version === 0 : owner !== 0 || version !== 0 || tables !== 0)
    return "storage-damaged"
  if (version > schemaVersion) return "home-newer"
  if (version === schemaVersion) return "ready"
  const steps = migrations.slice(version).join(";")
  await connection.run(
    `PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ${steps};
     PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
  )
  return "ready"
}

/**
 * Pages of the log before they go into the database: 16 MiB. Pages that change often go over once for many writes, and a
 * start after a crash still reads it at once.
 */
const logPages = 4000

/** For every connection: these settings are not kept in the file, or a file from elsewhere may have others. */
export async function configure(connection: Connection): Promise<void> {
  await connection.run(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
     PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = ${logPages}`,
  )
}
