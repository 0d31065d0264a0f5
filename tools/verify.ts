import { type Counts, formatCounts } from "./counts.ts"
import { runSuites } from "./run-suite.ts"
import { checks } from "./suites.ts"

/** Two cores are the least that anybody builds on. */
export const lanes = 2

/** Types, format, lint, tidy, dead code, unit and contract tests. */
export const verify = (): Promise<Counts> => runSuites(checks, lanes)

if (import.meta.main) {
  const started = performance.now()
  const counts = await verify()
  console.log(`${formatCounts(counts)} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  if (counts.failed > 0) process.exitCode = 1
}
