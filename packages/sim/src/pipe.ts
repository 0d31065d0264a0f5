import type { Bytes, Milliseconds } from "@colombe/base"
import type { Scheduler } from "./scheduler.ts"

/** One direction of a connection: everything arrives in the order in which it was sent, or from some point on nothing. */
export class Pipe {
  readonly #scheduler: Scheduler
  readonly #delay: () => Milliseconds
  readonly #deliver: (bytes: Bytes) => void
  readonly #isHeld: () => boolean
  readonly #inFlight: Bytes[] = []
  #lastArrival: Milliseconds = 0
  #isCut = false

  constructor(ports: {
    readonly scheduler: Scheduler
    readonly delay: () => Milliseconds
    readonly deliver: (bytes: Bytes) => void
    /** While it says so, what is under way waits. */
    readonly isHeld: () => boolean
  }) {
    this.#scheduler = ports.scheduler
    this.#delay = ports.delay
    this.#deliver = ports.deliver
    this.#isHeld = ports.isHeld
  }

  get unread(): number {
    return this.#inFlight.reduce((sum, { length }) => sum + length, 0)
  }

  get isIdle(): boolean {
    return this.#isCut || this.#inFlight.length === 0
  }

  send(bytes: Bytes): void {
    if (this.#isCut) return
    this.#inFlight.push(bytes.slice())
    this.#arrive(() => this.#flow())
  }

  /** Runs after everything that was sent so far has arrived. */
  afterwards(then: () => void): void {
    this.#arrive(then)
  }

  #arrive(then: () => void): void {
    const { now } = this.#scheduler
    this.#lastArrival = Math.max(this.#lastArrival, now + this.#delay())
    this.#scheduler.after(this.#lastArrival - now, then)
  }

  #flow(): void {
    if (this.#isCut || this.#isHeld()) return
    const bytes = this.#inFlight.shift()
    if (bytes !== undefined) this.#deliver(bytes)
  }

  /** What was held goes on. */
  release(): void {
    for (let left = this.#inFlight.length; left > 0; left--) this.#arrive(() => this.#flow())
  }

  cut(): void {
    this.#isCut = true
    this.#inFlight.length = 0
  }
}
