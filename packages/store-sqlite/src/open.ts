import { accessSync, constants, mkdirSync } from "node:fs"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { Store } from "@colombe/store"
import { blobFiles } from "./blobs/files.ts"
import { databaseFile, inspectFile, openReader, prepareFile } from "./database.ts"
import { type OpenCode, openFailure } from "./failure.ts"
import { lockFolder } from "./lock.ts"
import { assembleStore } from "./store.ts"
import { upgradeFile } from "./upgrade.ts"
import { startWriter } from "./writer/writer.ts"

export interface SqliteOptions {
  /** For the id of a new store. */
  readonly crypto: Pick<Crypto, "random">
  /** Pages of 4 KiB that the database may grow to; where absent, as many as the disk takes. */
  readonly pagesMax?: number
  /** Where the writer's thread starts, for an executable in which `writer/worker.ts` is bundled elsewhere. */
  readonly writerAddress?: URL
}

/** Bytes of a store's id. */
export const storeIdBytes = 16

/** Opens the store of a data folder, which is made where there is none, and keeps others out until it is closed. */
export async function openSqliteStore(
  folder: string,
  { crypto, pagesMax, writerAddress }: SqliteOptions,
): Promise<Result<Store, OpenCode>> {
  let lock: ReturnType<typeof lockFolder> | undefined
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // SQLite opens a file on a read-only disk all the same, and fails at the first write.
    accessSync(folder, constants.W_OK)
    lock = lockFolder(folder)
    const path = join(folder, databaseFile)
    const state = inspectFile(path)
    if (state === "data-newer" || state === "data-damaged") {
      lock.release()
      return fail(state)
    }
    if (state === "new") prepareFile(path, crypto.random(storeIdBytes))
    const upgraded = state === "older" ? upgradeFile(path) : succeed()
    if (!upgraded.ok) {
      lock.release()
      return upgraded
    }
    const writer = startWriter({ path, pagesMax }, writerAddress)
    return succeed(assembleStore(openReader(path), writer, blobFiles(folder), lock.release))
  } catch (error) {
    lock?.release()
    return openFailure(error)
  }
}
