import type { Clock, Milliseconds } from "@colombe/base"
import type { Store } from "@colombe/store"
import type { Log } from "./log.ts"

/** Entries that one step looks at: some milliseconds of the store's writer. */
const stepEntries = 256
/** Between two times at which the store's files are cleared of what was taken out, in milliseconds. */
const scrubEvery: Milliseconds = 60_000

/** Takes out the bodies whose time is over, in steps between which everything else goes on. */
export class Sweeper {
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  readonly #keepFor: Milliseconds | undefined
  #running: Promise<void> | undefined
  #isStopped = false
  /** Something was taken out that may still be in the files. */
  #isDirty = false
  #scrubbedAt = Number.NEGATIVE_INFINITY

  constructor(ports: { store: Store; clock: Clock; log: Log }, keepFor: Milliseconds | undefined) {
    this.#store = ports.store
    this.#clock = ports.clock
    this.#log = ports.log
    this.#keepFor = keepFor
  }

  /** A body was taken out on demand. */
  erased(): void {
    this.#isDirty = true
  }

  kick(): void {
    this.#running ??= this.#run()
  }

  async idle(): Promise<void> {
    await this.#running
  }

  /** Ends after the step that is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isStopped && (await this.#step())) {}
      const since = this.#clock.now() - this.#scrubbedAt
      // A clock that was set back puts nothing off.
      if (this.#isDirty && (since < 0 || since >= scrubEvery)) await this.#scrub()
    } catch (cause) {
      this.#log({ event: "sweep-failed", cause })
    } finally {
      this.#running = undefined
    }
  }

  async #step(): Promise<boolean> {
    const now = this.#clock.now()
    const keptSince = this.#keepFor === undefined ? undefined : now - this.#keepFor
    const { erased, hasMore } = await this.#store.conversations.expire({ now, keptSince }, stepEntries)
    if (erased > 0) this.#isDirty = true
    return hasMore
  }

  async #scrub(): Promise<void> {
    this.#isDirty = false
    this.#scrubbedAt = this.#clock.now()
    await this.#store.scrub()
  }
}
