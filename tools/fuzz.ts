import { parseArgs } from "node:util"
import { type Fuzzed, fuzzMethods, runFuzz } from "@colombe/sim"
import { methodKeys } from "@colombe/wire"

/**
 * `npm run fuzz -- --frames N | --seconds N --from NUMBER --acts N`: traffic of whole clients, changed on its way, and
 * calls of every method by its schema, until so many frames were changed or made, or for so long.
 */
const { values } = parseArgs({
  options: {
    frames: { type: "string" },
    seconds: { type: "string", default: "60" },
    from: { type: "string", default: "1" },
    acts: { type: "string", default: "30" },
  },
})
/** Calls of each method that one seed makes. */
const rounds = 100

const end = performance.now() + Number(values.seconds) * 1_000
const isOver = (): boolean =>
  values.frames === undefined ? performance.now() >= end : frames >= Number(values.frames)
const [first, acts] = [Number(values.from), Number(values.acts)]
const called = new Set<string>()
let [frames, failed, seed] = [0, 0, first]
for (; !isOver(); seed++) {
  const name = String(seed)
  for (const towards of ["server", "client"] as const)
    await count(`towards the ${towards}`, () => runFuzz({ seed: name, acts, towards }))
  await count("by method", async () => {
    const { frames, outcomes } = await fuzzMethods(name, rounds)
    return { frames, methods: new Set(outcomes.keys()) }
  })
  // Whoever stops it half-way knows how far it came.
  console.log(`seed ${seed}: ${frames} frames so far, ${failed} failed`)
}

async function count(what: string, run: () => Promise<Fuzzed>): Promise<void> {
  try {
    const { frames: more, methods } = await run()
    frames += more
    for (const method of methods) called.add(method)
  } catch (cause) {
    failed += 1
    console.error(`seed ${seed} ${what}:`, cause)
  }
}

const missing = methodKeys.filter(key => !called.has(key))
if (missing.length > 0) console.error(`never called: ${missing.join(", ")}`)
console.log(`${frames} frames, in ${seed - first} seeds; ${failed} failed`)
process.exit(failed === 0 && missing.length === 0 ? 0 : 1)
