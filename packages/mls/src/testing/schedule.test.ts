import { expect, test } from "bun:test"
import { keptSeeds, runSchedule } from "./schedule.ts"

const fresh = Array.from({ length: 5 }, (_, seed) => seed)

test.each([...keptSeeds, ...fresh])(
  "M20 M12 after lost, late and racing commits all agree, and who is out on nothing (seed %d)",
  async seed => {
    const { members, tally } = await runSchedule(seed)
    expect(members).toBeGreaterThan(0)
    expect(tally.commits).toBeGreaterThan(0)
  },
)
