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

export interface Wrong {
  /** By how much it is ahead. */
  readonly ahead?: () => Milliseconds
  /** By how much its timers come late, as on a machine that does other things besides. */
  readonly late?: () => Milliseconds
}

/** Timers die with the program; what it says may be wrong, and it runs as fast as any. */
export function clockOf(
  scheduler: Scheduler,
  life: Life,
  { ahead = () => 0, late = () => 0 }: Wrong = {},
): Clock {
  return {
    now: () => scheduler.now + ahead(),
    after: (delay, task) =>
      scheduler.after(delay + late(), () => {
        if (!life.hasEnded) task()
      }),
  }
}
