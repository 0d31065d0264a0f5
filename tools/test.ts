import { addCounts, formatCounts } from "./counts.ts"
import { runSuites } from "./run-suite.ts"
import { suites } from "./suites.ts"
import { verify } from "./verify.ts"

const checked = await verify()
const counts = addCounts(checked, await runSuites(suites, 1))
console.log(formatCounts(counts))
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1
