import type { ConversationSummary, Folder, Me } from "@colombe/client"
import { effect, signal } from "@preact/signals"
import { type IDBPDatabase, openDB } from "idb"
import { slot } from "./accounts.ts"
import { conversations, ended, folders, me, workerState } from "./app.ts"

/** What the first screen showed last: painted before the database is open. */
interface Snapshot {
  readonly me: Me
  /** The first of the list, as many as a tall screen shows. */
  readonly conversations: readonly ConversationSummary[]
  readonly folders: readonly Folder[]
}

/**
 * Sealed under a key that the browser holds and no script can read out, like the database's own key: both lie in this
 * profile. It protects copies of the files from whoever has no such browser, and nothing from whoever opens this one.
 */
interface Kept {
  readonly key: CryptoKey
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

const databaseName = "colombe-first-screen"
const storeName = "snapshots"
const recordName = `list${slot}`
/** There while an app lock is on: whatever is kept under a key that lies beside it would pass the lock by. */
const barName = `bar${slot}`
const rowsMax = 30
const nonceBytes = 12
/** Milliseconds between two that are kept. */
const pauseMs = 2000

const open = () =>
  openDB(databaseName, 1, {
    upgrade: database => {
      database.createObjectStore(storeName)
    },
  })

/** The list that was painted from a snapshot, until the database has answered. */
export const painted = signal<readonly ConversationSummary[] | undefined>(undefined)

/** Shows what was kept, unless there is nothing, or the database was quicker. */
export async function paintSnapshot(): Promise<void> {
  const known = await read().catch(() => undefined)
  if (known === undefined || me.peek() !== "loading" || conversations.peek() !== undefined) return
  painted.value = known.conversations
  folders.value = known.folders
  conversations.value = known.conversations
  me.value = known.me
}

function read(): Promise<Snapshot | undefined> {
  return withStore(async database => {
    const kept = (await database.get(storeName, recordName)) as Kept | undefined
    if (kept === undefined) return undefined
    const { key, nonce, sealed } = kept
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, sealed)
    return JSON.parse(new TextDecoder().decode(bytes)) as Snapshot
  })
}

function keep(snapshot: Snapshot | undefined): Promise<void> {
  return withStore(async database => {
    if (snapshot === undefined) return database.delete(storeName, recordName)
    // A key for each: nothing is ever sealed twice under one.
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ])
    const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
    const bytes = new TextEncoder().encode(JSON.stringify(snapshot))
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, bytes)
    // In one step, since another tab may be setting a lock just now.
    const transaction = database.transaction(storeName, "readwrite")
    if ((await transaction.store.get(barName)) === undefined)
      await transaction.store.put({ key, nonce, sealed } satisfies Kept, recordName)
    await transaction.done
  })
}

/** And lets the next ones be kept. */
export function forgetSnapshot(): Promise<void> {
  return withStore(async database => {
    await database.delete(storeName, recordName)
    await database.delete(storeName, barName)
  })
}

/** None is kept from now on, whichever tab would. */
export function barSnapshots(): Promise<void> {
  return withStore(async database => {
    await database.put(storeName, true, barName)
    await database.delete(storeName, recordName)
  })
}

async function withStore<Value>(work: (database: IDBPDatabase) => Promise<Value>): Promise<Value> {
  const database = await open()
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

/** Follows the list; nothing is left where there is no account, or none any more. */
export function keepSnapshots(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    const own = me.value
    const list = conversations.value
    if (own === "loading" || workerState.value.at !== "ready" || list === painted.value) return
    const isGone = own === undefined || ended.value !== undefined
    const snapshot =
      isGone || list === undefined
        ? undefined
        : { me: own, conversations: list.slice(0, rowsMax), folders: folders.value }
    clearTimeout(timer)
    // A browser that keeps nothing paints nothing early: that is all it costs.
    const change = () => (own === undefined ? forgetSnapshot() : keep(snapshot))
    timer = setTimeout(() => void change().catch(() => {}), isGone ? 0 : pauseMs)
  })
}
