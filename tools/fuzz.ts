import { parseArgs } from "node:util"
import { runFuzz } from "@colombe/sim"

/** `npm run fuzz -- --seconds N --from NAME --acts N`: traffic of whole clients, changed on its way, for so long. */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    from: { type: "string", default: "1" },
    acts: { type: "string", default: "30" },
  },
})

const end = performance.now() + Number(values.seconds) * 1_000
let [frames, failed, seed] = [0, 0, Number(values.from)]
for (; performance.now() < end; seed++)
  for (const towards of ["server", "client"] as const)
    try {
      frames += await runFuzz({ seed: String(seed), acts: Number(values.acts), towards })
    } catch (cause) {
      failed += 1
      console.error(`seed ${seed} towards the ${towards}:`, cause)
    }
console.log(
  `${frames} frames were changed, in ${seed - Number(values.from)} seeds each way; ${failed} failed`,
)
process.exit(failed === 0 ? 0 : 1)
