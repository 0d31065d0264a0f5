import { forgetDatabaseKey } from "../worker/database-key.ts"
import { namesOf } from "../worker/names.ts"
import { slot } from "./accounts.ts"
import { forgetSnapshot } from "./snapshot.ts"

/** Milliseconds between two tries at files that the worker has not let go of yet, and how many. */
const busyMs = 50
const busyTries = 200

/** Removes everything that this browser holds of the account that is shown, its key first, whoever leads it. */
export async function eraseHere(): Promise<void> {
  const names = namesOf(slot)
  await navigator.locks.request(names.leaderLock, { steal: true }, async () => {
    await forgetDatabaseKey(names.key)
    await forgetSnapshot()
    for (const folder of [names.database, names.files]) await removeFolder(folder)
  })
}

async function removeFolder(name: string): Promise<void> {
  const top = await navigator.storage.getDirectory()
  for (let tries = 1; ; tries++)
    try {
      return await top.removeEntry(name, { recursive: true })
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotFoundError") return
      if (tries === busyTries) throw error
      await new Promise(resolve => setTimeout(resolve, busyMs))
    }
}
