import { parseArgs } from "node:util"
import { runWorld } from "@colombe/sim"

/** `npm run simulate -- --seeds N --from NAME --acts N`: seeds of one's own, each failure with its seed and its trace. */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    acts: { type: "string", default: "40" },
    seed: { type: "string" },
  },
})

const first = Number(values.from)
const seeds =
  values.seed === undefined
    ? Array.from({ length: Number(values.seeds) }, (_, index) => String(first + index))
    : [values.seed]
let failed = 0
for (const seed of seeds) {
  try {
    const { hash, said, stored, epochs } = await runWorld({ seed, acts: Number(values.acts) })
    console.log(`seed ${seed}: ${said} said, ${stored} entries, ${epochs} epochs, trace ${hash.slice(0, 16)}`)
  } catch (cause) {
    failed += 1
    console.error(values.seed === undefined ? (cause as Error).message.split("\n")[0] : cause)
  }
}
console.log(`${seeds.length - failed} passed, ${failed} failed, 0 skipped`)
process.exit(failed === 0 ? 0 : 1)
