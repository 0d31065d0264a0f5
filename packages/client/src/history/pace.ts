import type { Milliseconds } from "@colombe/base"

/** How long nothing new came before a batch goes out, in milliseconds. */
export const quiet: Milliseconds = 60_000
/** Between two batches at least, and after the first key of a batch at most, in milliseconds. */
export const batchEvery: Milliseconds = 15 * 60_000

/**
 * Devices that are online together derive one key at one moment: they take turns, in milliseconds, and whoever comes
 * later finds it recorded.
 */
export const turn: Milliseconds = 20_000

/** Spec K17: when what has been waiting since these moments goes out; undefined where nothing waits. `place` is the device's among those of its account. */
export function batchDue(
  since: readonly Milliseconds[],
  lastBatch: Milliseconds | undefined,
  place = 0,
): Milliseconds | undefined {
  if (since.length === 0) return undefined
  const [first, newest] = [Math.min(...since), Math.max(...since)]
  const settled = Math.min(newest + quiet, first + batchEvery)
  return Math.max(settled, lastBatch === undefined ? 0 : lastBatch + batchEvery) + place * turn
}
