import type { Clock, Milliseconds } from "@colombe/base"

/** Time that passes when a test says so. */
export interface ManualClock extends Clock {
  /** Runs what falls due on the way, in its order. */
  pass(duration: Milliseconds): void
}

export function manualClock(start: Milliseconds): ManualClock {
  let now = start
  let tasks: { readonly at: Milliseconds; readonly task: () => void }[] = []
  return {
    now: () => now,
    after: (delay, task) => {
      const entry = { at: now + delay, task }
      tasks.push(entry)
      return () => {
        tasks = tasks.filter(other => other !== entry)
      }
    },
    pass: duration => {
      const end = now + duration
      for (;;) {
        const due = tasks.filter(({ at }) => at <= end).toSorted((left, right) => left.at - right.at)[0]
        if (!due) break
        tasks = tasks.filter(other => other !== due)
        now = Math.max(now, due.at)
        due.task()
      }
      now = end
    },
  }
}
