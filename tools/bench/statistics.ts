/** The value that the given share (0 to 1) of all values does not exceed: the nearest rank. Values may be unsorted. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const rank = Math.max(1, Math.ceil(sorted.length * share))
  return sorted[rank - 1] ?? Number.NaN
}

/** Of an even number of values the lower one of the middle two, so that it is one that was measured. */
export const median = (values: readonly number[]): number => percentile(values, 0.5)
