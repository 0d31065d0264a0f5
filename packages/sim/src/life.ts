import type { Clock, Milliseconds } from "@colombe/base"
import type { Scheduler } from "./scheduler.ts"

/** One run of a program. After a crash its code may still finish what it holds, but reaches nothing any more. */
export class Life {
  #ended = false

  get hasEnded(): boolean {
    return this.#ended
  }

  end(): void {
    this.#ended = true
  }
}

/** Timers die with the program; what it says may be wrong, and it runs as fast as any. */
export function clockOf(scheduler: Scheduler, life: Life, ahead: () => Milliseconds = () => 0): Clock {
  return {
    now: () => scheduler.now + ahead(),
    after: (delay, task) =>
      scheduler.after(delay, () => {
        if (!life.hasEnded) task()
      }),
  }
}
