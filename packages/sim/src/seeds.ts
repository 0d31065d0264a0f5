/** Run on every change. */
export const smokeSeeds: readonly string[] = Array.from({ length: 20 }, (_, index) => `smoke ${index + 1}`)

/** Seeds that failed once, each named for what it found: they run for ever. */
export const regressionSeeds: readonly { readonly seed: string; readonly found: string }[] = []
