import { Database } from "bun:sqlite"
import { join } from "node:path"

/**
 * Holds a data folder for this process: an exclusive lock on a file of its own, which the system lets go of when the
 * process ends, however it ends. Throws where another process, or another store of this one, has it.
 */
export function lockFolder(folder: string): { release(): void } {
  const database = new Database(join(folder, "lock"), { create: true, readwrite: true })
  try {
    database.run("PRAGMA locking_mode = EXCLUSIVE")
    database.run("BEGIN EXCLUSIVE")
  } catch (error) {
    database.close()
    throw error
  }
  return { release: () => database.close() }
}
