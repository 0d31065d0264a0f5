import { type IDBPDatabase, openDB } from "idb"
import { type Attempts, afterFailure, type LockTimeout, noAttempts, waitLeft } from "./lock-rules.ts"
import type { PasscodeCosts } from "./passcode.ts"

/** What is known of an app lock without its passcode. */
export interface PasscodeLock {
  readonly salt: Uint8Array<ArrayBuffer>
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly costs: PasscodeCosts
  readonly timeout: LockTimeout
  readonly attempts: Attempts
}

/**
 * The database key, wrapped by a key that the browser holds and no script can read out. It protects the files of the
 * profile against whoever copies them without running this browser. With `lock` on, what is wrapped is the database key
 * sealed under the passcode's own key (spec Y260): then whoever opens this browser profile has it as little.
 */
interface KeptKey {
  readonly wrapping: CryptoKey
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly wrapped: ArrayBuffer
  readonly lock?: PasscodeLock
}

export type FoundKey =
  | { readonly at: "open"; readonly key: Uint8Array<ArrayBuffer>; readonly isNew: boolean }
  | { readonly at: "locked" }

/** `wrong` also says until when the next try waits; `waiting` has tried nothing. */
export type Unlocking =
  | { readonly at: "open"; readonly key: Uint8Array<ArrayBuffer>; readonly timeout: LockTimeout | undefined }
  | { readonly at: "wrong" | "waiting" }

const keyBytes = 32
const nonceBytes = 12
const saltBytes = 16

export async function databaseKey(name: string): Promise<FoundKey> {
  return withRecords(async records => {
    const kept = await read(records, name)
    if (kept?.lock !== undefined) return { at: "locked" }
    if (kept !== undefined) return { at: "open", key: await unwrap(kept), isNew: false }
    const key = crypto.getRandomValues(new Uint8Array(keyBytes))
    // Two workers never race here: the caller holds the leader lock.
    await records.put("keys", await wrap(key), name)
    return { at: "open", key, isNew: true }
  })
}

export function forgetDatabaseKey(name: string): Promise<void> {
  return withRecords(records => records.delete("keys", name))
}

/** Undefined where no lock is on. */
export function readLock(name: string): Promise<PasscodeLock | undefined> {
  return withRecords(async records => (await read(records, name))?.lock)
}

export async function unlockKey(name: string, passcode: string, now: number): Promise<Unlocking> {
  return withRecords(async records => {
    const kept = await read(records, name)
    if (kept === undefined) return { at: "wrong" }
    const { lock } = kept
    if (lock === undefined) return { at: "open", key: await unwrap(kept), timeout: undefined }
    if (waitLeft(lock.attempts, now) > 0) return { at: "waiting" }
    // Counted before it is tried, so that closing the browser in between is no free try.
    const counted = { ...kept, lock: { ...lock, attempts: afterFailure(lock.attempts, now) } }
    await records.put("keys", counted, name)
    const key = await unsealed(await unwrap(kept), passcode, lock)
    if (key === undefined) return { at: "wrong" }
    await records.put("keys", { ...kept, lock: { ...lock, attempts: noAttempts } }, name)
    return { at: "open", key, timeout: lock.timeout }
  })
}

/** Seals the key under a passcode, in place of however it was kept before. */
export async function lockKey(
  name: string,
  key: Uint8Array<ArrayBuffer>,
  passcode: string,
  timeout: LockTimeout,
): Promise<void> {
  const { passcodeCosts, passcodeKey } = await import("./passcode.ts")
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes))
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const sealing = await imported(await passcodeKey(passcode, salt, passcodeCosts), "encrypt")
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, sealing, key))
  const lock: PasscodeLock = { salt, nonce, costs: passcodeCosts, timeout, attempts: noAttempts }
  const kept: KeptKey = { ...(await wrap(sealed)), lock }
  await withRecords(records => records.put("keys", kept, name))
}

/** Keeps the key as where no lock is on. */
export async function unlockForGood(name: string, key: Uint8Array<ArrayBuffer>): Promise<void> {
  const kept = await wrap(key)
  await withRecords(records => records.put("keys", kept, name))
}

export async function keepTimeout(name: string, timeout: LockTimeout): Promise<void> {
  await withRecords(async records => {
    const kept = await read(records, name)
    if (kept?.lock !== undefined)
      await records.put("keys", { ...kept, lock: { ...kept.lock, timeout } }, name)
  })
}

async function read(records: IDBPDatabase, name: string): Promise<KeptKey | undefined> {
  return (await records.get("keys", name)) as KeptKey | undefined
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

async function unsealed(
  sealed: Uint8Array<ArrayBuffer>,
  passcode: string,
  { salt, nonce, costs }: PasscodeLock,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { passcodeKey } = await import("./passcode.ts")
  const opening = await imported(await passcodeKey(passcode, salt, costs), "decrypt")
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, opening, sealed))
  } catch {
    // AES-GCM says no more than that it is not this key.
    return undefined
  }
}

function imported(bytes: Uint8Array, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(bytes), "AES-GCM", false, [use])
}

async function wrap(key: Uint8Array<ArrayBuffer>): Promise<KeptKey> {
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

async function unwrap({ wrapping, nonce, wrapped }: KeptKey): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, wrapping, wrapped))
}
