import type { Result } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { type Client, httpTransfer, type LocalStore, openClient } from "@colombe/client"
import { type Channel, serveClient } from "@colombe/client/remote"
import { databaseKey } from "./database-key.ts"
import { keepLock } from "./lock-keeper.ts"
import { namesOf } from "./names.ts"
import { connectWebSocket } from "./socket.ts"

/** Apart from the rest, so that it travels beside it. */
const database = import("@colombe/client-sqlite/browser")
/** Whoever starts this worker names it after the account's place. */
const slot = self.name
const names = namesOf(slot)
const channel: Channel = new BroadcastChannel(names.channel)
const broker = serveClient(channel, crypto.randomUUID())
const lock = keepLock(new BroadcastChannel(names.lockChannel), names.key)

async function open(): Promise<Client | string> {
  let key: Uint8Array
  try {
    key = await openKey()
  } catch {
    return "storage-blocked"
  }
  const store = await openWhenFree(key)
  if (!store.ok) return store.code
  // Constant in the built app, which has nothing of this.
  if (import.meta.env.DEV && slot === "")
    await (await import("../dev/seeded-home.ts")).takeSeededHome(store.value)
  const client = await openClient({
    crypto: platformCrypto({
      subtle: crypto.subtle,
      getRandomValues: bytes => crypto.getRandomValues(bytes),
    }),
    clock: {
      now: () => Date.now(),
      after(delay, task) {
        const timer = setTimeout(task, delay)
        return () => clearTimeout(timer)
      },
    },
    connect: connectWebSocket,
    store: store.value,
    files: {
      local: (await database).browserBlobs(names.files),
      transfer: httpTransfer((url, request) => fetch(url, request)),
    },
  })
  return client.ok ? client.value : client.code
}

/**
 * Waits for the passcode where a lock is on. What the browser left of a database whose key it cleared opens for nobody,
 * and makes room for a new one.
 */
async function openKey(): Promise<Uint8Array> {
  const found = await databaseKey(names.key)
  if (found.at === "locked") {
    broker.failed("app-locked")
    return lock.unlocked
  }
  const { key, isNew } = found
  lock.openedWithout(key)
  if (!isNew) return key
  const top = await navigator.storage.getDirectory()
  for await (const name of top.keys())
    if (name === names.database || name === names.files) await top.removeEntry(name, { recursive: true })
  return key
}

/** Milliseconds between two looks at a store that the worker of a closed tab has not let go of yet, and how many. */
const busyMs = 50
const busyTries = 200

/** The lock passes on at once; the files of whoever held it may take a moment longer. */
async function openWhenFree(key: Uint8Array): Promise<Result<LocalStore>> {
  const { openBrowserStore } = await database
  for (let tries = 1; ; tries++) {
    const store = await openBrowserStore(names.database, key)
    if (store.ok || store.code !== "home-busy" || tries === busyTries) return store
    await new Promise(resolve => setTimeout(resolve, busyMs))
  }
}

const opened = await open()
if (typeof opened === "string") broker.failed(opened)
else {
  opened.watch(notice => {
    if (notice.type === "ended" && notice.code === "signed-out") void lock.accountLeft()
  })
  broker.opened(opened)
  await opened.start()
  // Whoever has a network again does not wait for the next try.
  addEventListener("online", () => void opened.start())
}
