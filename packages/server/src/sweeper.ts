import type { Clock, Milliseconds } from "@colombe/base"
import { commitDays, joinLinkDays } from "@colombe/rules"
import type { Store } from "@colombe/store"
import type { Log } from "./log.ts"

/** Entries that one step looks at: some milliseconds of the store's writer. */
const stepEntries = 256
/** Between two times at which the store's files are cleared of what was taken out, in milliseconds. */
const scrubEvery: Milliseconds = 60_000

/** Between two times at which files that no message names and states that nobody needs are looked for, in ms. */
const unneededEvery: Milliseconds = 3_600_000
/** For how long an upload may wait for the message that names it, in milliseconds. */
const unusedMax: Milliseconds = 7 * 24 * 3_600_000
/** Blobs that one step removes. */
const stepBlobs = 16

const day: Milliseconds = 24 * 3_600_000
/**
 * For how long the public state of an epoch is kept once another followed it. A device counts its days from when it
 * took a state as its floor, and a link that it took it from may be as old as links get.
 */
const groupsKept: Milliseconds = (commitDays + joinLinkDays) * day
/** Epochs that one step looks at. */
const stepGroups = 64

/** Takes out what must go, in steps between which everything else goes on: bodies whose time is over, what is unused. */
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
  #unneededSweptAt: Milliseconds

  constructor(ports: { store: Store; clock: Clock; log: Log }, keepFor: Milliseconds | undefined) {
    this.#store = ports.store
    this.#clock = ports.clock
    this.#log = ports.log
    this.#keepFor = keepFor
    this.#unneededSweptAt = ports.clock.now()
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
      if (this.#isDirty && this.#isDue(this.#scrubbedAt, scrubEvery)) await this.#scrub()
      if (this.#isDue(this.#unneededSweptAt, unneededEvery)) await this.#sweepUnneeded()
    } catch (cause) {
      this.#log({ event: "sweep-failed", cause })
    } finally {
      this.#running = undefined
    }
  }

  /** A clock that was set back puts nothing off. */
  #isDue(last: Milliseconds, every: Milliseconds): boolean {
    const since = this.#clock.now() - last
    return since < 0 || since >= every
  }

  async #step(): Promise<boolean> {
    const now = this.#clock.now()
    const keptSince = this.#keepFor === undefined ? undefined : now - this.#keepFor
    const { erased, hasMore } = await this.#store.conversations.expire({ now, keptSince }, stepEntries)
    if (erased > 0) this.#isDirty = true
    return hasMore
  }

  async #sweepUnneeded(): Promise<void> {
    const now = this.#clock.now()
    const { blobs, conversations } = this.#store
    while (!this.#isStopped && (await blobs.sweep(now - unusedMax, stepBlobs)) === stepBlobs) {}
    while (!this.#isStopped && (await conversations.pruneGroups(now - groupsKept, stepGroups)).hasMore) {}
    this.#unneededSweptAt = this.#clock.now()
  }

  async #scrub(): Promise<void> {
    this.#isDirty = false
    this.#scrubbedAt = this.#clock.now()
    await this.#store.scrub()
  }
}
