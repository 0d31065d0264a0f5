import { type Outcome, runChecks } from "../testing/index.ts"
import { platformProbes } from "./probes.ts"

/** Without this, the contract could pass in a browser that leaves all the work to software. */
export function run(): Promise<Outcome> {
  const checks = Object.entries(platformProbes(crypto.subtle)).map(([name, probe]) => ({
    name: `${name} is the platform's`,
    run: async () => {
      if (!(await probe())) throw new Error("software does the work")
    },
  }))
  return runChecks(checks, [])
}
