import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import type { MeasuredBlobs } from "./blobs.ts"
import type { Totals } from "./totals.ts"

/** What stands beside the database of a backup, written last: without it the backup was cut. */
export interface Manifest {
  readonly format: number
  /** ISO 8601, of the moment that the backup shows. */
  readonly madeAt: string
  readonly storeId: string
  readonly schemaVersion: number
  readonly bytes: number
  /** Of the database's file, in hexadecimal. */
  readonly sha256: string
  readonly totals: Totals
  /** Sealed files; a backup of the first format has none. */
  readonly blobs?: MeasuredBlobs
}

export const manifestFormat = 2
const fileName = "backup.json"

export function writeManifest(folder: string, manifest: Manifest): void {
  const handle = openSync(join(folder, fileName), "wx", 0o600)
  try {
    writeSync(handle, `${JSON.stringify(manifest, undefined, 2)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

export function readManifest(
  folder: string,
): Result<Manifest, "backup-missing" | "backup-cut" | "backup-newer"> {
  if (!existsSync(folder)) return fail("backup-missing")
  const path = join(folder, fileName)
  if (!existsSync(path)) return fail("backup-cut")
  let read: Partial<Manifest>
  try {
    read = JSON.parse(readFileSync(path, "utf8"))
  } catch (error) {
    return fail("backup-cut", "never", error)
  }
  if (typeof read?.format !== "number" || typeof read.sha256 !== "string" || !read.totals)
    return fail("backup-cut")
  return read.format > manifestFormat ? fail("backup-newer") : succeed(read as Manifest)
}
