import { type Milliseconds, StorageFailure } from "@colombe/base"
import type { Home } from "../home/home.ts"
import { purgeExpired } from "./purge.ts"

/** How long a disk that failed is left alone, in milliseconds. */
const againAfter: Milliseconds = 10_000
/** While anything will disappear it is looked at so often, in milliseconds: a clock that is set back is noticed. */
const lookEvery: Milliseconds = 60_000

/** Takes out what is over, with or without a connection, for as long as the program runs. */
export async function startPurging(home: Home): Promise<{ stop(): void }> {
  let isStopped = false
  let cancel = (): void => {}
  /** A time that has passed: the clock while the server agreed, and what was waited since. */
  let passed: Milliseconds = 0
  const wait = (next: Milliseconds | undefined): void => {
    cancel()
    if (isStopped || next === undefined) return
    const left = Math.max(0, Math.min(lookEvery, next - Math.max(passed, home.clock.now())))
    cancel = home.clock.after(left, () => {
      if (passed > 0) passed += left
      void run()
    })
  }
  const run = async (): Promise<void> => {
    if (home.current.wire !== undefined) passed = Math.max(passed, home.clock.now())
    try {
      const next = await home.serial(() => {
        isAsked = false
        return purgeExpired(home, passed)
      })
      wait(next)
    } catch (error) {
      if (!(error instanceof StorageFailure)) throw error
      wait(home.clock.now() + againAfter)
    }
  }
  /** Whoever catches up is told of many pages: one look is enough for all of them. */
  let isAsked = false
  const heard = ({ type }: { readonly type: string }): void => {
    if (type !== "timeline" || isStopped || isAsked) return
    isAsked = true
    void run()
  }
  // Before anything is shown: what went over while the program did not run is not there.
  await run()
  home.listeners.add(heard)
  return {
    stop() {
      isStopped = true
      home.listeners.delete(heard)
      cancel()
    },
  }
}
