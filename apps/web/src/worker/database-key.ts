import { type IDBPDatabase, openDB } from "idb"

/**
 * The database key, wrapped by a key that the browser holds and no script can read out. It protects the files of the
 * profile against whoever copies them without running this browser; it does not protect against somebody who can
 * open this browser profile: that is what the app lock is for.
 */
export async function databaseKey(
  name: string,
): Promise<{ readonly key: Uint8Array; readonly isNew: boolean }> {
  return withRecords(async records => {
    const kept = (await records.get("keys", name)) as WrappedKey | undefined
    if (kept !== undefined) return { key: await unwrap(kept), isNew: false }
    const key = crypto.getRandomValues(new Uint8Array(keyBytes))
    // Two workers never race here: the caller holds the leader lock.
    await records.put("keys", await wrap(key), name)
    return { key, isNew: true }
  })
}

export function forgetDatabaseKey(name: string): Promise<void> {
  return withRecords(records => records.delete("keys", name))
}

async function withRecords<Value>(work: (records: IDBPDatabase) => Promise<Value>): Promise<Value> {
  const records = await openDB("colombe-keys", 1, {
    upgrade: database => {
      database.createObjectStore("keys")
    },
  })
  try {
    return await work(records)
  } finally {
    records.close()
  }
}

interface WrappedKey {
  readonly wrapping: CryptoKey
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly wrapped: ArrayBuffer
}

const keyBytes = 32
const nonceBytes = 12

async function wrap(key: Uint8Array<ArrayBuffer>): Promise<WrappedKey> {
  const wrapping = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ])
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  return {
    wrapping,
    nonce,
    wrapped: await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, wrapping, key),
  }
}

async function unwrap({ wrapping, nonce, wrapped }: WrappedKey): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, wrapping, wrapped))
}
