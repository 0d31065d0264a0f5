import type { Outcome } from "./batch.ts"
import type { Call } from "./operations.ts"

/** What the writer's thread is started with. */
export interface WriterSetup {
  readonly path: string
  readonly pagesMax: number | undefined
}

export type ToWriter =
  | { readonly calls: readonly Call[] }
  | { readonly scrub: true }
  | { readonly close: true }

/** Outcomes come in the order of the calls, in as many messages as it took batches. */
export type FromWriter =
  | { readonly outcomes: readonly Outcome[] }
  | { readonly scrubbed: true }
  | { readonly closed: true }
