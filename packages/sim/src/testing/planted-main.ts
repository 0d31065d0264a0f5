import { runWorld } from "../world.ts"

/** `planted-main.ts FIRST COUNT ACTS [KIND]`: runs seeds until one fails, and prints what it says; nothing where none does. */
const kind = process.argv[5]
const [first = 1, count = 1, acts = 25] = process.argv.slice(2, 5).map(Number)
for (let seed = first; seed < first + count; seed++) {
  try {
    await runWorld({ seed: kind === undefined ? String(seed) : `${kind}-${seed}`, acts })
  } catch (cause) {
    console.log((cause as Error).message.split("\n")[0])
    process.exit(1)
  }
}
process.exit(0)
