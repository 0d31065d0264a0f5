import type { Clock, Milliseconds } from "@colombe/base"

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Goes to that moment, running what is due on the way, in its order. */
  advance(by: Milliseconds): void
  /** How many tasks wait. */
  waiting(): number
}

export function manualClock(start: Milliseconds = 1_700_000_000_000): ManualClock {
  let now = start
  let tasks: { at: Milliseconds; order: number; task: () => void }[] = []
  let order = 0
  return {
    now: () => now,
    after(delay, task) {
      const entry = { at: now + delay, order: order++, task }
      tasks.push(entry)
      return () => {
        tasks = tasks.filter(one => one !== entry)
      }
    },
    advance(by) {
      const end = now + by
      for (;;) {
        const [next] = tasks
          .filter(({ at }) => at <= end)
          .sort((left, right) => left.at - right.at || left.order - right.order)
        if (next === undefined) break
        tasks = tasks.filter(one => one !== next)
        now = next.at
        next.task()
      }
      now = end
    },
    waiting: () => tasks.length,
  }
}
