import { Database } from "bun:sqlite"
import { fail, type Result, succeed } from "@colombe/base"

/**
 * One process owns a folder. The lock is SQLite's on an empty database: the operating system lets go of it when the
 * process ends, however it ends, so no stale lock can stay behind.
 */
export function lockFolder(path: string): Result<{ release: () => void }, "home-busy" | "home-read-only"> {
  let database: Database | undefined
  try {
    database = new Database(path, { create: true })
    database.run("PRAGMA locking_mode = EXCLUSIVE")
    database.run("BEGIN EXCLUSIVE")
    const held = database
    return succeed({ release: () => held.close() })
  } catch (error) {
    database?.close()
    return fail(isBusy(error) ? "home-busy" : "home-read-only", "after-delay", error)
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_BUSY"
}
