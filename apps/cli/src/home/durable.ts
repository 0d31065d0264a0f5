import { closeSync, fsyncSync, openSync, writeSync } from "node:fs"
import { dirname } from "node:path"

/** Owner alone. */
const fileMode = 0o600

/** Writes a new file so that it survives a power cut as soon as this returns: its bytes, and its name in the folder. */
export function writeDurable(path: string, text: string): void {
  const file = openSync(path, "wx", fileMode)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  const folder = openSync(dirname(path), "r")
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
