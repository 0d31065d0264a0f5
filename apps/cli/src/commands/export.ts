import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { fail, type Result } from "@colombe/base"
import { type ExportedClient, type ExportSink, writeExport } from "@colombe/client/export"

/** The owner alone: everything in it can be read. */
const folderMode = 0o700
const fileMode = 0o600

/** Writes everything that this home can read into a new or empty folder, spec EX1 to EX6: all of it, or no folder. */
export async function exportTo(client: ExportedClient, folder: string, now: number): Promise<Result<void>> {
  const target = resolve(folder)
  const part = join(dirname(target), `.${basename(target)}.part`)
  try {
    if (isUsed(target)) return fail("export-folder-used")
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part, { recursive: true, mode: folderMode })
    const written = await writeExport(client, folderSink(part), { now, withFiles: false })
    if (written.ok) renameSync(part, target)
    else removePart(part)
    return written
  } catch (error) {
    removePart(part)
    if (error instanceof Error && "syscall" in error) return fail("export-not-written", "never", error)
    throw error
  }
}

/** Each file is on disk when it is closed. */
function folderSink(folder: string): ExportSink {
  let file: number | undefined
  const opened = (): number => {
    if (file === undefined) throw new Error("no file of the export is open")
    return file
  }
  return {
    async open(path) {
      mkdirSync(dirname(join(folder, path)), { recursive: true, mode: folderMode })
      file = openSync(join(folder, path), "wx", fileMode)
    },
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) at += writeSync(opened(), bytes, at)
    },
    async close() {
      const done = opened()
      file = undefined
      try {
        fsyncSync(done)
      } finally {
        closeSync(done)
      }
    },
  }
}

/** What was written so far; where that cannot be removed either, there is nothing, or the next export removes it. */
function removePart(part: string): void {
  try {
    rmSync(part, { recursive: true, force: true })
  } catch {
    // The reason why nothing could be written is the one to tell.
  }
}

function isUsed(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false
    throw error
  }
}
