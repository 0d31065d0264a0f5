import { expect, test } from "bun:test"
import { regressionSeeds, smokeSeeds } from "./seeds.ts"
import { runWorld } from "./world.ts"

const acts = 12
/** Generous: a loaded machine fails no seed that an idle one passes. */
const timeout = 60_000

for (const seed of smokeSeeds)
  test(
    `seed ${seed}: nothing is lost, devices converge, nobody reads what is not theirs`,
    async () => {
      const { stored } = await runWorld({ seed, acts })
      expect(stored).toBeGreaterThan(0)
    },
    timeout,
  )

for (const { seed, acts, found } of regressionSeeds)
  test(
    `seed ${seed}, which found: ${found}`,
    async () => {
      expect((await runWorld({ seed, acts })).stored).toBeGreaterThan(0)
    },
    timeout,
  )

test(
  "the same seed gives the same trace, byte for byte, and another seed another",
  async () => {
    const [first, again, other] = [
      await runWorld({ seed: "smoke 1", acts }),
      await runWorld({ seed: "smoke 1", acts }),
      await runWorld({ seed: "smoke 2", acts }),
    ]
    expect(again).toEqual(first)
    expect(other.hash).not.toBe(first.hash)
  },
  timeout,
)
