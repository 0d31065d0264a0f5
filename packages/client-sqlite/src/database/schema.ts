import type { Connection } from "./connection.ts"

/** Says, inside the encryption, that the file is a device's store: "Coll". */
const applicationId = 0x436f6c6c
/** The layout below. A file of a higher version is not opened. */
export const schemaVersion = 1

const schema = "CREATE TABLE record (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"

/** Makes the table in a new file. The first read is here: under a wrong key it throws. */
export async function prepareSchema(
  connection: Connection,
): Promise<"ready" | "home-newer" | "storage-damaged"> {
  const version = await connection.number("user_version")
  const owner = await connection.number("application_id")
  const tables = await connection.number("schema_version")
  if (owner === applicationId) return version > schemaVersion ? "home-newer" : "ready"
  if (owner !== 0 || version !== 0 || tables !== 0) return "storage-damaged"
  await connection.run(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ${schema};
     PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
  )
  return "ready"
}

/** For every connection: these settings are not kept in the file, or a file from elsewhere may have others. */
export async function configure(connection: Connection): Promise<void> {
  await connection.run(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
     PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 1000`,
  )
}
