import { parseArgs } from "node:util"
import { findFault } from "./planted.ts"
import { checksLeftOut } from "./planted-checks.ts"
import { plantedFaults } from "./planted-faults.ts"

/**
 * `npm run faults -w packages/mls -- [--seeds N]`: each planted fault, and what finds it. With `--checks PART`: each
 * check in files whose path contains PART, left out; empty for all, which takes a quarter of an hour.
 */
const { values } = parseArgs({
  options: { seeds: { type: "string", default: "60" }, checks: { type: "string" } },
})

const faults = values.checks === undefined ? plantedFaults : checksLeftOut(values.checks)
let missed = 0
for (const fault of faults) {
  const start = performance.now()
  const found = await findFault(fault, Number(values.seeds))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  if (found === undefined) {
    missed++
    console.log(`MISSED ${fault.name} (${seconds} s)`)
  } else console.log(`${found.by}, ${seconds} s: ${fault.name}\n     ${found.reason}`)
}
console.log(`${faults.length - missed} found, ${missed} missed`)
if (missed > 0) process.exitCode = 1
