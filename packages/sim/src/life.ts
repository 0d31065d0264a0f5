import type { Clock } from "@colombe/base"
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

/** Timers die with the program. */
export function clockOf(scheduler: Scheduler, life: Life): Clock {
  return {
    now: () => scheduler.now,
    after: (delay, task) =>
      scheduler.after(delay, () => {
        if (!life.hasEnded) task()
      }),
  }
}
