import { expect, test } from "bun:test"
import { existsSync } from "node:fs"
import { findFault, vectorFolder } from "./planted.ts"
import { plantedFaults } from "./planted-faults.ts"

/** Each is found within ten. */
const seeds = 15
/** Milliseconds for one fault, which takes a second where nothing else runs. */
const timeout = 30_000

for (const fault of plantedFaults) {
  // skip: the vectors are published apart from the repository
  const isBlind = fault.finder.kind === "vectors" && !existsSync(vectorFolder)
  if (isBlind) console.warn(`SKIPPED: no MLS vectors in ${vectorFolder}`)
  test.skipIf(isBlind)(
    `a planted fault is found: ${fault.name}`,
    async () => {
      expect(await findFault(fault, seeds)).toBeDefined()
    },
    timeout,
  )
}

test(
  "in a copy without a fault nothing is found",
  async () => {
    const same = "export function addLeaf("
    const harmless = { name: "none", file: "public/tree/change.ts", from: same, to: same }
    for (const finder of new Set(plantedFaults.map(({ finder }) => finder))) {
      if (finder.kind === "vectors" && !existsSync(vectorFolder)) continue
      expect(await findFault({ ...harmless, finder }, 3)).toBeUndefined()
    }
  },
  timeout,
)
