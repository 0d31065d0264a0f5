/** Milliseconds since 1970, UTC. */
export type Milliseconds = number

/** Time comes in as a port, so that a simulation owns it. */
export interface Clock {
  now(): Milliseconds
  /** Runs `task` once, after at least `delay` milliseconds; the returned function cancels it. */
  after(delay: Milliseconds, task: () => void): () => void
}
