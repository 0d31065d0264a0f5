import { Database } from "bun:sqlite"
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { type Failure, fail, type Result } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { databaseFile, inspectFile, syncFolder } from "../database.ts"
import { lockFolder } from "../lock.ts"
import { storeIdBytes } from "../open.ts"
import { findFault } from "./check.ts"
import { type BackupCode, destinationFailure } from "./codes.ts"
import { type Manifest, measureFile, readManifest } from "./manifest.ts"
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
  const fault = checkDatabase(path, manifest.value)
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
    const fault = readBack ? checkDatabase(partial, manifest.value) : undefined
    if (fault) return fault
    renameSync(partial, join(data, databaseFile))
    syncFolder(data)
    return manifest
  } catch (error) {
    return destinationFailure(error)
  } finally {
    if (existsSync(partial)) rmSync(partial)
    lock?.release()
  }
}

/** Anything but what a server or an earlier attempt leaves without a store. */
function isUsed(data: string): boolean {
  if (!existsSync(data)) return false
  return readdirSync(data).some(name => name !== "lock" && name !== `${databaseFile}.partial`)
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
