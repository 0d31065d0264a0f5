import { createHash } from "node:crypto"
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from "node:fs"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
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
}

export const manifestFormat = 1
const fileName = "backup.json"
/** Bytes that are read and hashed at a time. */
const pieceBytes = 1_048_576

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

/** Length and SHA-256 of a file, in pieces, and the file on disk when this returns. */
export function measureFile(path: string): { readonly bytes: number; readonly sha256: string } {
  const handle = openSync(path, "r")
  const hash = createHash("sha256")
  const piece = new Uint8Array(pieceBytes)
  let bytes = 0
  try {
    fsyncSync(handle)
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) {
      hash.update(piece.subarray(0, read))
      bytes += read
    }
  } finally {
    closeSync(handle)
  }
  return { bytes, sha256: hash.digest("hex") }
}
