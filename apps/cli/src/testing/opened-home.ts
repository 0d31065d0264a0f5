import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { type HeldSecrets, heldSecrets } from "@colombe/client/testing"
import { lockHome, openStore } from "../home/home.ts"
import { cryptoPort } from "../session.ts"

/** All that a home's own database gives to whoever has its key. No process may be using it. */
export async function secretsOfHome(folder: string, passphrase?: string): Promise<HeldSecrets> {
  const locked = unwrap(lockHome(folder))
  try {
    const store = unwrap(await openStore(folder, cryptoPort, passphrase))
    const secrets = await heldSecrets(store)
    await store.close()
    return secrets
  } finally {
    locked.release()
  }
}

/** The database's key, where a file keeps it. */
export function keyOfHome(folder: string): Uint8Array | undefined {
  const path = join(folder, "key")
  return existsSync(path) ? Uint8Array.fromHex(readFileSync(path, "utf8").trim()) : undefined
}
