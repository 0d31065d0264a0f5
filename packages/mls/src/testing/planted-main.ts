import { parseArgs } from "node:util"
import { findFault } from "./planted.ts"
import { plantedFaults } from "./planted-faults.ts"

/** `npm run faults -w packages/mls -- [--seeds N]`: each planted fault, and what finds it. */
const { values } = parseArgs({ options: { seeds: { type: "string", default: "60" } } })

let missed = 0
for (const fault of plantedFaults) {
  const start = performance.now()
  const found = await findFault(fault, Number(values.seeds))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  if (found === undefined) {
    missed++
    console.log(`MISSED ${fault.name} (${seconds} s)`)
  } else console.log(`${found.by}, ${seconds} s: ${fault.name}\n     ${found.reason}`)
}
console.log(`${plantedFaults.length - missed} found, ${missed} missed`)
if (missed > 0) process.exitCode = 1
