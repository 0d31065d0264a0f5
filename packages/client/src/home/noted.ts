import type { Milliseconds } from "@colombe/base"

/**
 * A moment that this device noted, to reckon from. One that lies ahead was noted before the clock was set back: whatever
 * waits since then has waited long enough (spec Y75).
 */
export function noted(moment: Milliseconds, now: Milliseconds): Milliseconds {
  return moment > now ? 0 : moment
}
