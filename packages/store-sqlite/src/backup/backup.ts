import { Database } from "bun:sqlite"
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { type Bytes, fail, type Milliseconds, type Result, succeed, toHex } from "@colombe/base"
import { databaseFile, inspectFile, openReader, readNumber, syncFolder } from "../database.ts"
import { openFailure } from "../failure.ts"
import { copyBlobs, measureBlobs } from "./blobs.ts"
import { type BackupCode, destinationFailure } from "./codes.ts"
import { type Manifest, manifestFormat, writeManifest } from "./manifest.ts"
import { measureFile } from "./measure-file.ts"
import { countTotals } from "./totals.ts"

/**
 * Copies the store of a data folder into a new folder, also while a server writes to it: what was answered when it
 * began is in it, as one moment. The folder gets its name only when everything in it is on disk, so that whatever has
 * the name is whole.
 */
export function backupStore(
  data: string,
  destination: string,
  now: Milliseconds,
): Result<Manifest, BackupCode> {
  const source = join(data, databaseFile)
  if (!existsSync(source)) return fail("data-missing")
  if (!isFree(destination)) return fail("destination-used")
  const opened = openSource(source)
  if (!opened.ok) return opened
  const partial = `${destination.replace(/\/+$/, "")}.partial`
  try {
    // What an earlier attempt left behind when it was ended.
    discard(partial)
    mkdirSync(partial, { recursive: true, mode: 0o700 })
    const manifest = writeCopy(opened.value, { data, folder: partial }, now)
    if (existsSync(destination)) rmSync(destination, { recursive: true })
    renameSync(partial, destination)
    syncFolder(dirname(partial))
    return succeed(manifest)
  } catch (error) {
    discard(partial)
    return destinationFailure(error)
  } finally {
    opened.value.close()
  }
}

function discard(partial: string): void {
  if (existsSync(partial)) rmSync(partial, { recursive: true })
}

/** Absent, or a folder without anything in it. */
function isFree(destination: string): boolean {
  try {
    return !existsSync(destination) || readdirSync(destination).length === 0
  } catch {
    return false
  }
}

function openSource(path: string): Result<Database, BackupCode> {
  try {
    const state = inspectFile(path)
    if (state === "data-newer" || state === "data-damaged") return fail(state)
    if (state === "new") return fail("data-missing")
    return succeed(openReader(path))
  } catch (error) {
    const failure = openFailure(error)
    return failure.code === "data-read-only" ? fail("data-damaged", "never", error) : fail(failure.code)
  }
}

/** The database first: what it refers to is there then, and what comes later does no harm. */
function writeCopy(
  source: Database,
  { data, folder }: { readonly data: string; readonly folder: string },
  now: Milliseconds,
): Manifest {
  const path = join(folder, databaseFile)
  source.run("VACUUM INTO ?", [path])
  copyBlobs(data, folder)
  const copy = new Database(path, { readonly: true })
  try {
    const { bytes, sha256 } = measureFile(path)
    const manifest = {
      format: manifestFormat,
      madeAt: new Date(now).toISOString(),
      storeId: toHex(copy.query<{ id: Bytes }, []>("SELECT id FROM store").get()?.id ?? new Uint8Array()),
      schemaVersion: readNumber(copy, "user_version"),
      bytes,
      sha256,
      totals: countTotals(copy),
      blobs: measureBlobs(folder),
    }
    writeManifest(folder, manifest)
    syncFolder(folder)
    return manifest
  } finally {
    copy.close()
  }
}
