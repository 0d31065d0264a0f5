/** Run on every change. */
export const smokeSeeds: readonly string[] = Array.from({ length: 20 }, (_, index) => `smoke ${index + 1}`)

/** A run that failed once, named for what it found: it runs for ever. */
export interface RegressionSeed {
  readonly seed: string
  readonly acts: number
  readonly found: string
}

export const regressionSeeds: readonly RegressionSeed[] = [
  {
    seed: "22",
    acts: 25,
    found: "sends refused since a device that had just come in was taken for one that is gone",
  },
  { seed: "117", acts: 40, found: "sends that waited for hours once a wrong clock was set back" },
]
