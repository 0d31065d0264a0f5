import { type StorageCode, StorageFailure } from "@colombe/base"
import {
  SQLITE_AUTH,
  SQLITE_CANTOPEN,
  SQLITE_CORRUPT,
  SQLITE_FULL,
  SQLITE_IOERR,
  SQLITE_NOTADB,
  SQLITE_READONLY,
  SQLiteError,
} from "@journeyapps/wa-sqlite"

const codes: ReadonlyMap<number, StorageCode> = new Map([
  [SQLITE_FULL, "storage-full"],
  [SQLITE_CORRUPT, "storage-damaged"],
  [SQLITE_NOTADB, "storage-damaged"],
  [SQLITE_IOERR, "storage-failed"],
  [SQLITE_CANTOPEN, "storage-failed"],
  [SQLITE_READONLY, "storage-failed"],
  [SQLITE_AUTH, "storage-failed"],
])

/** SQLite's code without what an extended one adds. */
export const primaryCode = (error: unknown): number | undefined =>
  error instanceof SQLiteError ? Number(error.code) & 0xff : undefined

/** What failed in the engine as a failure with a code; anything else is a bug and left as it is. */
export function asStorageFailure(error: unknown): unknown {
  const code = codes.get(primaryCode(error) ?? -1)
  return code === undefined ? error : new StorageFailure(code, error)
}
