import { parseArgs } from "node:util"
import { fuzz, messagesOf } from "./fuzz.ts"
import { hybridSuite, x25519Suite } from "./people.ts"
import { smallGroup } from "./small-group.ts"

/** `npm run fuzz -w packages/mls -- --seconds N [--seed S]`: changed messages in both suites for so long, or until one is taken. */
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
})

const end = performance.now() + Number(values.seconds) * 1_000
let runs = 0
for (let seed = Number(values.seed); performance.now() < end; seed++) {
  const group = await smallGroup(`fuzz ${seed}`, seed % 2 === 0 ? hybridSuite : x25519Suite)
  const done = await fuzz(seed, group, await messagesOf(group), run => run < 2_000 && performance.now() < end)
  runs += done.runs
  console.log(
    `seed ${seed}: ${done.runs} messages, ${[...done.codes].map(([code, times]) => `${code} ${times}`).join(", ")}`,
  )
}
console.log(`${runs} changed messages, none taken in`)
