import { SQLiteError } from "bun:sqlite"
import { type Failure, fail, type StorageCode, StorageFailure } from "@colombe/base"

/**
 * Why a data folder does not open: another process has it, nothing can be written, a newer version wrote it, damage, or
 * it could not be copied before an upgrade.
 */
export type OpenCode = "data-in-use" | "data-read-only" | "data-newer" | "data-damaged" | "upgrade-not-copied"

/** What the engine or the system said, as a name: `SQLITE_FULL`, `EACCES`. */
export function nameOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""
}

const openCodes: readonly (readonly [RegExp, Exclude<OpenCode, "upgrade-not-copied">])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, "data-in-use"],
  [
    /^(SQLITE_(READONLY|CANTOPEN|PERM|FULL)|EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EEXIST|ENOSPC)/,
    "data-read-only",
  ],
  [/^SQLITE_(NOTADB|CORRUPT|ERROR|IOERR|SCHEMA)/, "data-damaged"],
]

/** The code for what went wrong while opening; anything else is a bug and thrown on. */
export function openFailure(error: unknown): Failure<Exclude<OpenCode, "upgrade-not-copied">> {
  const found = openCodes.find(([pattern]) => pattern.test(nameOf(error)))
  if (!found) throw error
  return fail(found[1], found[1] === "data-in-use" ? "after-delay" : "never", error)
}

/** The code of a failing disk, or undefined for anything else, which is a bug. */
export function storageCode(error: unknown): StorageCode | undefined {
  const name = nameOf(error)
  if (/^(ENOSPC|EDQUOT)$/.test(name)) return "storage-full"
  if (/^(EIO|EROFS|EACCES|EPERM|EMFILE|ENFILE)$/.test(name)) return "storage-failed"
  if (!(error instanceof SQLiteError)) return undefined
  if (name.startsWith("SQLITE_FULL")) return "storage-full"
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(name)) return "storage-damaged"
  return /^SQLITE_(IOERR|CANTOPEN|READONLY|BUSY|LOCKED|NOMEM)/.test(name) ? "storage-failed" : undefined
}

export function asStorageFailure(error: unknown): unknown {
  const code = storageCode(error)
  return code === undefined ? error : new StorageFailure(code, error)
}
