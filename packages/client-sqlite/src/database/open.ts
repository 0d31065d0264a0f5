import { assert, type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { LocalStore, OpenStoreCode } from "@colombe/client"
import { SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB, SQLITE_READONLY } from "@journeyapps/wa-sqlite"
import type { SyncFolder } from "../vfs/folder.ts"
import { connect } from "./connection.ts"
import { startEngine } from "./engine.ts"
import { primaryCode } from "./failure.ts"
import { recordStore } from "./record-store.ts"
import { configure, prepareSchema } from "./schema.ts"

/** The file in its folder; the database puts its log beside it under the same name with `-wal`. */
export const databaseName = "store"
/** Bytes of a store's key. */
export const keyBytes = 32

/**
 * Opens the store in a folder that the caller owns; the store, or the failure to open it, releases the folder. Where it
 * does not open, the connection is dropped and not closed, so that nothing is ever written under a key that does not fit:
 * closing may copy the log of recent writes into the database.
 */
export async function openStore(
  code: WebAssembly.Module | undefined,
  folder: SyncFolder,
  key: Bytes,
): Promise<Result<LocalStore, OpenStoreCode>> {
  assert(key.length === keyBytes, "the key has 32 bytes")
  const release = () => folder.release()
  try {
    const connection = await connect(await startEngine(code, folder), databaseName, key)
    const state = await prepareSchema(connection)
    if (state === "ready") {
      await configure(connection)
      return succeed(await recordStore(connection, release))
    }
    release()
    return fail(state)
  } catch (error) {
    release()
    const reason = openCodes.get(primaryCode(error) ?? -1)
    if (reason === undefined) throw error
    return fail(reason, "never", error)
  }
}

/** The first page read under the wrong key is no database. */
const openCodes: ReadonlyMap<number, OpenStoreCode> = new Map([
  [SQLITE_NOTADB, "storage-locked"],
  [SQLITE_CORRUPT, "storage-damaged"],
  [SQLITE_FULL, "storage-full"],
  [SQLITE_READONLY, "home-read-only"],
])
