import { assumptions } from "./capacity/model.ts"
import { assumptionsFrom, capacityTable } from "./capacity/report.ts"

/** What the measured figures mean for many people: `npm run capacity -- --messages=60 --keepDays=30`. */
const given = assumptionsFrom(process.argv.slice(2))
if (given === undefined) {
  console.error(
    `Each is a number: ${Object.keys(assumptions)
      .map(name => `--${name}=…`)
      .join(" ")}`,
  )
  process.exit(1)
}
console.log(capacityTable(given))
for (const [name, value] of Object.entries(given)) console.log(`- ${name}: ${value}`)
