import workerUrl from "../worker/main.ts?worker&url"
import { leaderLock } from "../worker/names.ts"
import { scriptUrl } from "./trusted.ts"

/**
 * One tab at a time owns the worker; the next one takes over the moment it goes. `onLead` hears of it before its worker
 * starts, `onBlocked` where the browser gives this page no locks, and with them no storage.
 */
export function takeTurns(onLead: () => void, onBlocked: () => void): void {
  const lead = () => {
    onLead()
    new Worker(scriptUrl(workerUrl), { type: "module", name: "colombe" })
    // Held until this tab is closed: the browser then ends the worker and hands the lock on.
    return new Promise<never>(() => {})
  }
  navigator.locks.request(leaderLock, lead).catch(onBlocked)
}
