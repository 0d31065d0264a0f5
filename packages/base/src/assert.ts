/** A broken assertion is a bug of ours, never bad input: it throws. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${what}`)
}

/** Closes an exhaustive switch: the compiler proves that no case is left. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`)
}
