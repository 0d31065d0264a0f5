import { type Bytes, type Failure, fail, type Result } from "@colombe/base"
import type { LocalStore, OpenStoreCode } from "@colombe/client"
import { openStore } from "../database/open.ts"
import { fileNames } from "../database/slots.ts"
import { NoFiles, openHandles } from "./opfs.ts"
import { isQuotaError, opfsFolder } from "./opfs-folder.ts"

/**
 * Opens the encrypted store called `name` among the origin's private files. Works in a dedicated worker alone, and has
 * the store for itself: another tab gets `home-busy` until this one closes it or ends. The key has 32 random bytes and
 * is kept nowhere. `engine` is the WebAssembly code where whoever calls has it; else the bundled module fetches its own,
 * and rejects where that fails.
 */
export async function openBrowserStore(
  name: string,
  key: Bytes,
  engine?: Bytes,
): Promise<Result<LocalStore, OpenStoreCode>> {
  const code = engine && (await WebAssembly.compile(new Uint8Array(engine)))
  try {
    return await openStore(code, opfsFolder(await openHandles(name, fileNames)), key)
  } catch (error) {
    return openFailure(error)
  }
}

function openFailure(error: unknown): Failure<OpenStoreCode> {
  if (error instanceof NoFiles) return fail("storage-blocked", "never", error)
  if (isQuotaError(error)) return fail("storage-full", "after-delay", error)
  if (error instanceof DOMException && error.name === "NoModificationAllowedError")
    return fail("home-busy", "after-delay", error)
  if (error instanceof DOMException && error.name === "SecurityError")
    return fail("storage-blocked", "never", error)
  throw error
}
