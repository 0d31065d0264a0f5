import { expect, test } from "bun:test"
import { runFuzz } from "./fuzz.ts"

const acts = 15
const seeds = ["fuzz 1", "fuzz 2"]
/** Generous: a loaded machine fails no seed that an idle one passes. */
const timeout = 120_000

for (const towards of ["server", "client"] as const)
  for (const seed of seeds)
    test(
      `W4 Y2 seed ${seed}: frames changed towards the ${towards} store nothing wrong, show nothing that was not said, and fail nothing inside`,
      async () => {
        expect(await runFuzz({ seed, acts, towards })).toBeGreaterThan(5)
      },
      timeout,
    )
