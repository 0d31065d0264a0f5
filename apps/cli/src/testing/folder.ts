import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Processes are killed here, never machines: a folder in memory keeps all that they wrote, and waits for no disk. */
const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir()

export function temporaryFolder(): string {
  return mkdtempSync(join(parent, "colombe-binary-"))
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
