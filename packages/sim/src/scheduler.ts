import type { Milliseconds } from "@colombe/base"

interface Task {
  readonly at: Milliseconds
  readonly order: number
  readonly run: () => void
}

/**
 * Time that jumps from event to event. Events run one at a time, by time and then by the order in which they were
 * set, and each comes to rest before the next begins. It says whole milliseconds, as a platform's clock does.
 */
export class Scheduler {
  #now: Milliseconds
  #order = 0
  /** The next one last. */
  #tasks: Task[] = []

  constructor(start: Milliseconds) {
    this.#now = start
  }

  get now(): Milliseconds {
    return this.#now
  }

  after(delay: Milliseconds, run: () => void): () => void {
    const task = { at: this.#now + Math.max(0, Math.ceil(delay)), order: this.#order++, run }
    const place = this.#tasks.findLastIndex(other => other.at > task.at)
    this.#tasks.splice(place + 1, 0, task)
    return () => {
      const index = this.#tasks.indexOf(task)
      if (index >= 0) this.#tasks.splice(index, 1)
    }
  }

  /** Lets so much time pass, with all that falls due in it. */
  async pass(duration: Milliseconds): Promise<void> {
    const end = this.#now + duration
    await rest()
    for (;;) {
      const next = this.#tasks.at(-1)
      if (next === undefined || next.at > end) break
      this.#tasks.pop()
      this.#now = next.at
      next.run()
      await rest()
    }
    this.#now = end
  }
}

/**
 * Resolves when nothing more can happen without an event. What runs here waits for promises alone: timers, network
 * and disk are ports of the simulation, and the deterministic crypto's promises are settled when they are returned.
 * An engine begins no new task while a promise job is left, so that when this task begins, every chain of promises
 * has run until it waits for a port.
 */
function rest(): Promise<void> {
  return new Promise(resolve => void setImmediate(resolve))
}
