import { addCounts, formatCounts } from "./counts.ts"
import { runSuites } from "./run-suite.ts"
import { suites, wholeMachine } from "./suites.ts"
import { lanes, verify } from "./verify.ts"

const checked = await verify()
const beside = await runSuites(suites, lanes)
const alone = await runSuites(wholeMachine, 1)
const counts = [checked, beside, alone].reduce(addCounts)
console.log(formatCounts(counts))
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1
