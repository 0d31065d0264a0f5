import { assert, type Bytes, type Failure, fail, type Result, StorageFailure, succeed } from "@colombe/base"
import type { LocalStore, OpenStoreCode } from "@colombe/client"
import {
  SQLITE_CANTOPEN,
  SQLITE_CORRUPT,
  SQLITE_FULL,
  SQLITE_NOTADB,
  SQLITE_READONLY,
} from "@journeyapps/wa-sqlite"
import { NoRoom, type SyncFolder } from "../vfs/folder.ts"
import { connect } from "./connection.ts"
import { startEngine } from "./engine.ts"
import { primaryCode } from "./failure.ts"
import { mend } from "./mend.ts"
import { recordStore } from "./record-store.ts"
import { configure, prepareSchema } from "./schema.ts"
import { readSlotState, type Slot, writeSlotState } from "./slots.ts"

/** Bytes of a store's key. */
export const keyBytes = 32

/**
 * Opens the store in a folder that the caller owns; the store, or the failure to open it, releases the folder. One that
 * met damage is mended first (spec T70).
 */
export async function openStore(
  code: WebAssembly.Module | undefined,
  folder: SyncFolder,
  key: Bytes,
): Promise<Result<LocalStore, OpenStoreCode>> {
  assert(key.length === keyBytes, "the key has 32 bytes")
  try {
    const { slot, isDamaged } = readSlotState(folder)
    const first = isDamaged ? undefined : await openSlot(code, folder, key, slot)
    const isWell = first !== undefined && (first.ok || first.code !== "storage-damaged")
    const opened = isWell ? first : await openMended(code, folder, key, slot)
    if (!opened.ok) folder.release()
    return opened
  } catch (error) {
    folder.release()
    return failureOf(error)
  }
}

async function openMended(
  code: WebAssembly.Module | undefined,
  folder: SyncFolder,
  key: Bytes,
  damaged: Slot,
): Promise<Result<LocalStore, OpenStoreCode>> {
  try {
    const mended = await mend(code, folder, key, damaged)
    // Nobody's home so far as can be read: it may be whole again, put back by somebody.
    return await openSlot(code, folder, key, mended.ok ? mended.value : damaged)
  } catch (error) {
    return failureOf(error)
  }
}

/**
 * Where it does not open, the connection is dropped and not closed, so that nothing is ever written under a key that does
 * not fit: closing may copy the log of recent writes into the database.
 */
async function openSlot(
  code: WebAssembly.Module | undefined,
  folder: SyncFolder,
  key: Bytes,
  slot: Slot,
): Promise<Result<LocalStore, OpenStoreCode>> {
  try {
    const connection = await connect(await startEngine(code, folder), slot, key)
    const state = await prepareSchema(connection)
    if (state !== "ready") return fail(state)
    await configure(connection)
    const store = await recordStore(connection, {
      closed: () => folder.release(),
      damaged: () => noteDamage(folder, slot),
    })
    return succeed(store)
  } catch (error) {
    return failureOf(error)
  }
}

/** Where even that cannot be written, the next start meets the same damage. */
function noteDamage(folder: SyncFolder, slot: Slot): void {
  try {
    writeSlotState(folder, { slot, isDamaged: true })
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error
  }
}

function failureOf(error: unknown): Failure<OpenStoreCode> {
  if (error instanceof StorageFailure && error.code !== "storage-failed")
    return fail(error.code, "never", error)
  const reason = openCodes.get(primaryCode(error) ?? -1)
  if (reason === undefined) throw error
  return fail(reason, "never", error)
}

/** The first page read under the wrong key is no database. */
const openCodes: ReadonlyMap<number, OpenStoreCode> = new Map([
  [SQLITE_NOTADB, "storage-locked"],
  [SQLITE_CORRUPT, "storage-damaged"],
  [SQLITE_FULL, "storage-full"],
  [SQLITE_READONLY, "home-read-only"],
  [SQLITE_CANTOPEN, "home-read-only"],
])
