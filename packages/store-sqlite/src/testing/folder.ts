import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Where waiting for a disk would only cost time: a folder in memory, if the system has one. */
export const quickFolders = existsSync("/dev/shm") ? "/dev/shm" : tmpdir()

/** A folder of its own for one test. */
export function temporaryFolder(parent = tmpdir()): string {
  return mkdtempSync(join(parent, "colombe-store-"))
}

/** What a crash at this moment would leave: the files as they stand, while the store that writes them runs on. */
export function crashedCopy(folder: string, parent = tmpdir()): string {
  const copied = temporaryFolder(parent)
  cpSync(folder, copied, { recursive: true, filter: path => !path.endsWith("-shm") })
  return copied
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
