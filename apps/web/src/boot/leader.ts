import type { LockMessage } from "../worker/lock-channel.ts"
import workerUrl from "../worker/main.ts?worker&url"
import { namesOf, type Slot } from "../worker/names.ts"
import { scriptUrl } from "./trusted.ts"

/**
 * One tab at a time owns the worker of an account; the next one takes over the moment it goes. `onLead` hears of it
 * before its worker starts, `onBlocked` where the browser gives this page no locks, and with them no storage.
 */
export function takeTurns(slot: Slot, onLead: () => void, onBlocked: () => void): void {
  let worker: Worker | undefined
  const locking = new BroadcastChannel(namesOf(slot).lockChannel)
  const lead = () => {
    const begin = () => {
      onLead()
      worker = new Worker(scriptUrl(workerUrl), { type: "module", name: slot })
    }
    begin()
    // The key of a locked account goes with the worker that held it; the next one has none.
    locking.addEventListener("message", ({ data }: MessageEvent<LockMessage>) => {
      if (data.type !== "locked") return
      worker?.terminate()
      begin()
    })
    // Held until this tab is closed: the browser then ends the worker and hands the lock on.
    return new Promise<never>(() => {})
  }
  navigator.locks.request(namesOf(slot).leaderLock, lead).catch(() => {
    // Whoever erases the account takes the lock away, and leads from then on.
    locking.close()
    if (worker === undefined) onBlocked()
    else worker.terminate()
  })
}
