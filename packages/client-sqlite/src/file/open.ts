import { mkdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { type Bytes, type Failure, fail, type Result } from "@colombe/base"
import type { LocalStore, OpenStoreCode } from "@colombe/client"
import { openStore } from "../database/open.ts"
import { fileFolder } from "./file-folder.ts"
import { lockFolder } from "./lock.ts"

/** Compiled once for all stores of the process. */
let compiled: Promise<WebAssembly.Module> | undefined

/**
 * Opens the encrypted store of a folder, which is made where there is none, in Bun or Node. The key has 32 random bytes
 * and is kept nowhere. `engine` is the WebAssembly code where the package's own cannot be read from disk.
 */
export async function openFileStore(
  folder: string,
  key: Bytes,
  engine?: Bytes,
): Promise<Result<LocalStore, OpenStoreCode>> {
  let release: () => void
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    release = lockFolder(folder)
  } catch (error) {
    return lockFailure(error)
  }
  compiled ??= WebAssembly.compile(new Uint8Array(engine ?? readEngine()))
  return openStore(await compiled, fileFolder(folder, release), key)
}

const readEngine = (): Bytes =>
  readFileSync(fileURLToPath(import.meta.resolve("@journeyapps/wa-sqlite/dist/mc-wa-sqlite.wasm")))

/** SQLite's own numbers, as `node:sqlite` hands them over. */
const sqliteBusy = 5

function lockFailure(error: unknown): Failure<OpenStoreCode> {
  const { code, errcode } = error as { readonly code?: string; readonly errcode?: number }
  if (errcode === sqliteBusy) return fail("home-busy", "after-delay", error)
  if (code === "ENOSPC" || code === "EDQUOT") return fail("storage-full", "after-delay", error)
  return fail("home-read-only", "never", error)
}
