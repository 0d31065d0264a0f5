/** Those that `bun test` runs; many more are run beside it (`tools/suites.ts`). */
export const smokeSeeds: readonly string[] = Array.from({ length: 4 }, (_, index) => `smoke ${index + 1}`)

/** A run that failed once, named for what it found: it runs for ever. */
export interface RegressionSeed {
  readonly seed: string
  readonly acts: number
  readonly found: string
}

export const regressionSeeds: readonly RegressionSeed[] = [
  { seed: "2", acts: 25, found: "a message that arrived for ever, since one answer with a chain was lost" },
  {
    seed: "10038",
    acts: 25,
    found: "an honest invitation held against the log of before the server was restored",
  },
  {
    seed: "roles-68",
    acts: 30,
    found: "an invited person who held a log that was begun again for a broken one",
  },
  { seed: "roles-80", acts: 30, found: "the same of an invitation that came before its log was compared" },
  ...["roles-24", "roles-30", "roles-56"].map(seed => ({
    seed,
    acts: 30,
    found: "a second removed device that nobody took out, since nobody spoke",
  })),
  {
    seed: "roles-101",
    acts: 30,
    found: "a removed device that stayed in where words had brought its account back",
  },
  {
    seed: "292",
    acts: 12,
    found: "a world that asked somebody who had been out meanwhile for a change that was said then",
  },
  {
    seed: "roles-124",
    acts: 30,
    found: "a world that asked somebody who was out for a log begun without them",
  },
  {
    seed: "18",
    acts: 25,
    found: "a device that came in while somebody was away, taken for one that is gone",
  },
  {
    seed: "22",
    acts: 25,
    found: "sends refused since a device that had just come in was taken for one that is gone",
  },
  { seed: "57", acts: 25, found: "a send that failed for good, since a newcomer's chain was not fetched" },
  {
    seed: "1048",
    acts: 30,
    found: "a removed device that stayed in a group whose maker had not heard of it",
  },
  { seed: "1053", acts: 30, found: "a world that asked somebody who was out for later changes of a text" },
  {
    seed: "1113",
    acts: 30,
    found: "a world that judged an old server's words by the log of the restored one",
  },
  { seed: "117", acts: 40, found: "sends that waited for hours once a wrong clock was set back" },
]
