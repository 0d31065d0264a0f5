import type { Database } from "bun:sqlite"
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import { openWriter, readNumber, syncFolder } from "./database.ts"
import { nameOf, storageCode } from "./failure.ts"
import { schemaVersion, upgrades } from "./schema.ts"

/** What lies in the data folder after an upgrade: the store as the earlier version left it. */
export function snapshotOf(path: string, version: number): string {
  return join(dirname(path), `before-version-${version}.sqlite`)
}

/**
 * Brings the tables of an older version to this one, all or none of them. Before that the store is copied as it is,
 * whole and on disk, so that an operator can go back to the earlier program; where that cannot be, nothing
 * is changed.
 */
export function upgradeFile(path: string): Result<void, "upgrade-not-copied"> {
  const database = openWriter(path)
  try {
    const version = readNumber(database, "user_version")
    const room = makeSnapshot(database, snapshotOf(path, schemaVersion))
    if (!room.ok) return room
    database.transaction(() => {
      for (const { from, sql } of upgrades) if (from >= version) database.run(sql)
      database.run(`PRAGMA user_version = ${schemaVersion}`)
    })()
    return succeed()
  } finally {
    database.close()
  }
}

/** It has its name only once all of it is on disk; what an interrupted upgrade left is made again. */
function makeSnapshot(database: Database, path: string): Result<void, "upgrade-not-copied"> {
  const partial = `${path}.partial`
  try {
    rmSync(partial, { force: true })
    database.run("VACUUM INTO ?", [partial])
    const handle = openSync(partial, "r+")
    fsyncSync(handle)
    closeSync(handle)
    renameSync(partial, path)
    syncFolder(dirname(path))
    return succeed()
  } catch (error) {
    rmSync(partial, { force: true })
    if (nameOf(error) === "" || storageCode(error) === "storage-damaged") throw error
    return fail("upgrade-not-copied", "never", error)
  }
}
