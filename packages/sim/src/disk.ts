import type { Milliseconds } from "@colombe/base"
import type { Life } from "./life.ts"
import type { Random } from "./random.ts"
import type { Scheduler } from "./scheduler.ts"
import type { Trace } from "./trace.ts"

/** How long making a batch durable takes. */
const syncMilliseconds: Milliseconds = 12

export interface DiskPorts {
  readonly name: string
  readonly scheduler: Scheduler
  readonly random: Random
  readonly trace: Trace
}

/**
 * A disk with one writer and group commit. Writes wait for the next sync, and so does everything that was asked after
 * them; an answer says that all up to it is durable. A crash before leaves a beginning of what waited, chosen by the
 * seed, each call whole or not at all, and answers nobody.
 */
export class Disk {
  readonly #ports: DiskPorts
  /** Each does one call whole, to what survives a crash. */
  #waiting: (() => void)[] = []
  #cancelSync: (() => void) | undefined
  /** Writes that were done. */
  writes = 0

  constructor(ports: DiskPorts) {
    this.#ports = ports
  }

  perform<Value>(life: Life, kind: "read" | "write", act: () => Promise<Value>): Promise<Value> {
    if (life.hasEnded) return new Promise(() => {})
    if (kind === "read" && this.#waiting.length === 0) return act()
    return new Promise((resolve, reject) => {
      const run = (): void => {
        if (kind === "write") this.writes += 1
        const done = act()
        // A program that has ended is told nothing.
        if (!life.hasEnded) done.then(resolve, reject)
      }
      this.#waiting.push(run)
      this.#cancelSync ??= this.#ports.scheduler.after(this.#ports.random.below(syncMilliseconds), () =>
        this.#sync(),
      )
    })
  }

  #sync(): void {
    this.#cancelSync = undefined
    const done = this.#waiting
    this.#waiting = []
    this.#ports.trace.add(`${this.#ports.name} syncs ${done.length}`)
    for (const run of done) run()
  }

  /** The program's life has to have ended: what is done here is told to nobody. */
  crash(): void {
    const kept = this.#ports.random.below(this.#waiting.length + 1)
    this.#ports.trace.add(`${this.#ports.name} crashes, keeps ${kept} of ${this.#waiting.length}`)
    for (const run of this.#waiting.slice(0, kept)) run()
    this.#waiting = []
    this.#cancelSync?.()
    this.#cancelSync = undefined
  }
}
