import workerUrl from "../worker/main.ts?worker&url"
import { leaderLock } from "../worker/messages.ts"
import { scriptUrl } from "./trusted.ts"

/** One tab at a time owns the worker; the next one takes over the moment it goes. Never resolves while it leads. */
export function takeTurns(): void {
  void navigator.locks.request(leaderLock, () => {
    new Worker(scriptUrl(workerUrl), { type: "module", name: "colombe" })
    // Held until this tab is closed: the browser then ends the worker and hands the lock on.
    return new Promise<never>(() => {})
  })
}
