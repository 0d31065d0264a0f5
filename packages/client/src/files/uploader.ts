import type { Home } from "../home/home.ts"
import { chance } from "../home/home.ts"
import { backoff } from "../session/backoff.ts"
import type { Uploader } from "./open-files.ts"
import { uploadWaiting } from "./upload.ts"

/** `start`: runs a task that may fail in storage. `moved`: a send has what it waited for, never will, or has to wait. */
export function startUploader(
  home: Home,
  start: (task: () => Promise<void>) => void,
  moved: () => void,
): Uploader {
  let state: "idle" | "running" | "again" | "rests" = "idle"
  let failures = 0
  let cancel = (): void => {}

  const run = async (): Promise<void> => {
    const { identity, wire } = home.current
    if (identity === undefined || wire === undefined) {
      state = "idle"
      return
    }
    const stop = await uploadWaiting(home, identity, () => {
      failures = 0
      moved()
    })
    if (stop.at === "done") {
      const more = (state as typeof state) === "again"
      state = more ? "running" : "idle"
      return more ? run() : undefined
    }
    failures += 1
    state = "rests"
    const retryAfter = "retryAfter" in stop.failure ? Number(stop.failure.retryAfter) : 0
    cancel = home.clock.after(backoff(failures, chance(home), retryAfter), begin)
    moved()
  }
  const begin = (): void => {
    state = "running"
    start(run)
  }
  return {
    want() {
      if (state === "running") state = "again"
      else if (state === "idle") begin()
    },
    connected() {
      if (state !== "rests") return
      cancel()
      begin()
    },
    get rests() {
      return state === "rests"
    },
    stop: () => cancel(),
  }
}
