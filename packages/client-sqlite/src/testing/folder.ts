import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"

/** Where waiting for a disk would only cost time: a folder in memory, if the system has one. */
const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir()

/** A folder of its own for one test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(parent, "colombe-home-"))
}

/** What a crash at this moment would leave: the store's files as they stand, while it runs on. */
export function crashedCopy(folder: string): string {
  const copied = temporaryFolder()
  cpSync(folder, copied, { recursive: true, filter: path => !basename(path).startsWith("lock") })
  return copied
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
