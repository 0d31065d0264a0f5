import { Database } from "bun:sqlite"
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { type Failure, fail, type Result } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { blobFolder } from "../blobs/files.ts"
import { databaseFile, inspectFile, syncFolder } from "../database.ts"
import { lockFolder } from "../lock.ts"
import { storeIdBytes } from "../open.ts"
import { copyBlobs, measureBlobs } from "./blobs.ts"
import { findFault } from "./check.ts"
import { type BackupCode, destinationFailure } from "./codes.ts"
import { type Manifest, readManifest } from "./manifest.ts"
import { measureFile } from "./measure-file.ts"
import { countTotals } from "./totals.ts"

/** Reads a backup to its end and compares everything in it; writes nothing. */
export function verifyBackup(source: string): Result<Manifest, BackupCode> {
  const manifest = readManifest(source)
  if (!manifest.ok) return manifest
  const path = join(source, databaseFile)
  if (!existsSync(path)) return fail("backup-cut")
  const measured = measureFile(path)
  if (measured.bytes !== manifest.value.bytes) return fail("backup-cut")
  if (measured.sha256 !== manifest.value.sha256) return fail("backup-damaged")
  const fault = checkDatabase(path, manifest.value) ?? checkBlobs(source, manifest.value)
  return fault ?? manifest
}

function checkDatabase(path: string, { totals }: Manifest): Failure<BackupCode> | undefined {
  let database: Database | undefined
  try {
    const state = inspectFile(path)
    if (state === "data-newer") return fail("backup-newer")
    if (state === "data-damaged" || state === "new") return fail("backup-damaged")
    database = new Database(path, { readonly: true })
    const fault = findFault(database)
    if (fault !== undefined) return fail("backup-damaged", "never", fault)
    const found = countTotals(database)
    const isWhole = (Object.keys(found) as (keyof typeof found)[]).every(key => found[key] === totals[key])
    return isWhole ? undefined : fail("backup-damaged", "never", "totals")
  } catch (error) {
    return fail("backup-damaged", "never", error)
  } finally {
    database?.close()
  }
}

function checkBlobs(folder: string, { blobs }: Manifest): Failure<BackupCode> | undefined {
  const found = measureBlobs(folder)
  if (blobs === undefined) return found.files === 0 ? undefined : fail("backup-damaged", "never", "files")
  if (found.files < blobs.files || found.bytes < blobs.bytes) return fail("backup-cut")
  return found.sha256 === blobs.sha256 ? undefined : fail("backup-damaged", "never", "files")
}

export interface RestoreOptions {
  /** For the new id of the store, by which clients notice that it went back in time. */
  readonly crypto: Pick<Crypto, "random">
  /** Reads back what was written and checks it in full. */
  readonly readBack: boolean
}

/** Puts a backup that holds into a data folder that has no store yet. */
export function restoreStore(
  source: string,
  data: string,
  { crypto, readBack }: RestoreOptions,
): Result<Manifest, BackupCode> {
  const manifest = verifyBackup(source)
  if (!manifest.ok) return manifest
  const partial = join(data, `${databaseFile}.partial`)
  let lock: ReturnType<typeof lockFolder> | undefined
  try {
    if (isUsed(data)) return fail("destination-used")
    mkdirSync(data, { recursive: true, mode: 0o700 })
    lock = lockFolder(data)
    copyFileSync(join(source, databaseFile), partial)
    if (measureFile(partial).sha256 !== manifest.value.sha256) return fail("backup-damaged")
    renew(partial, crypto)
    // Files without a database are nobody's: the database gets its name last.
    rmSync(join(data, blobFolder), { recursive: true, force: true })
    copyBlobs(source, data)
    const fault = readBack
      ? (checkDatabase(partial, manifest.value) ?? checkBlobs(data, manifest.value))
      : undefined
    if (fault) return fault
    renameSync(partial, join(data, databaseFile))
    syncFolder(data)
    return manifest
  } catch (error) {
    return destinationFailure(error)
  } finally {
    // Together: files that an attempt left are known by the database beside them.
    if (lock !== undefined && existsSync(partial)) {
      rmSync(join(data, blobFolder), { recursive: true, force: true })
      rmSync(partial)
    }
    lock?.release()
  }
}

/** Anything but what a server or an earlier attempt leaves without a store. */
function isUsed(data: string): boolean {
  if (!existsSync(data)) return false
  const names = readdirSync(data)
  const wasCut = names.includes(`${databaseFile}.partial`)
  return names.some(
    name => name !== "lock" && name !== `${databaseFile}.partial` && !(wasCut && name === blobFolder),
  )
}

function renew(path: string, crypto: Pick<Crypto, "random">): void {
  const database = new Database(path, { readwrite: true })
  try {
    database.run("PRAGMA synchronous = FULL")
    database.run("UPDATE store SET id = ?", [crypto.random(storeIdBytes)])
  } finally {
    database.close()
  }
  measureFile(path)
}
