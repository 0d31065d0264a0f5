import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

/**
 * Holds a folder for this process: an exclusive lock on a file of its own, which the system lets go of when the process
 * ends, however it ends. Neither Node nor Bun locks files by itself; the SQLite that both bring does. Throws where
 * another process, or another store of this one, has it.
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, "lock"))
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
  } catch (error) {
    database.close()
    throw error
  }
  return () => database.close()
}
