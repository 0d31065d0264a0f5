import type { Milliseconds } from "@colombe/base"

/** The first wait is at most so long, in milliseconds. */
export const backoffFirst: Milliseconds = 1_000
/** No wait is longer, in milliseconds, unless the server asks for it. */
export const backoffMax: Milliseconds = 60_000

/**
 * How long to wait after so many failures in a row: anywhere below a bound that doubles (full jitter), so that clients
 * which lost one server do not all come back at one moment. `chance` is uniform in [0, 1).
 */
export function backoff(failures: number, chance: number, retryAfter: Milliseconds = 0): Milliseconds {
  const bound = Math.min(backoffMax, backoffFirst * 2 ** Math.min(failures - 1, 16))
  return retryAfter + Math.floor(bound * chance)
}
