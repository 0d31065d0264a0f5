import type { Milliseconds } from "@colombe/base"

/** One answered call, without whose it was. `outcome` is `ok` or the code of the refusal. */
export interface MeasuredCall {
  readonly method: string
  readonly outcome: string
  readonly milliseconds: Milliseconds
}

export type Measure = (call: MeasuredCall) => void
