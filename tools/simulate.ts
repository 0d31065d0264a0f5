import { parseArgs } from "node:util"
import { runWorld } from "@colombe/sim"

/**
 * `npm run simulate -- --seeds N --from NUMBER --acts N --jobs N`: seeds of one's own, shared by as many processes; of
 * each that fails its number and what it says. `--seed NAME`: one seed, with its trace where it fails.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    acts: { type: "string", default: "40" },
    jobs: { type: "string", default: "1" },
    seed: { type: "string" },
    kind: { type: "string" },
  },
})

const { seed: only, acts, kind } = values
const [first, count, jobs] = [values.from, values.seeds, values.jobs].map(Number) as [number, number, number]
const failed = only === undefined && jobs > 1 ? await share() : await run()
const all = only === undefined ? count : 1
console.log(`${all - failed} passed, ${failed} failed, 0 skipped`)
process.exit(failed === 0 ? 0 : 1)

/** Seeds of a kind have its acts besides the usual ones (`packages/sim/src/acts/act.ts`). */
function nameOf(number: number): string {
  return kind === undefined ? String(number) : `${kind}-${number}`
}

/** Runs the seeds here; gives how many failed. */
async function run(): Promise<number> {
  const seeds =
    only === undefined ? Array.from({ length: count }, (_, index) => nameOf(first + index)) : [only]
  let failures = 0
  for (const seed of seeds) {
    try {
      const { hash, said, stored, epochs } = await runWorld({ seed, acts: Number(acts) })
      console.log(
        `seed ${seed}: ${said} said, ${stored} entries, ${epochs} epochs, trace ${hash.slice(0, 16)}`,
      )
    } catch (cause) {
      failures += 1
      console.error(only === undefined ? (cause as Error).message.split("\n")[0] : cause)
    }
  }
  return failures
}

/** Gives each process its part of the seeds, and prints what fails; gives how many failed. */
async function share(): Promise<number> {
  const each = Math.ceil(count / jobs)
  const parts = Array.from({ length: jobs }, (_, index) => {
    const seeds = Math.max(0, Math.min(each, count - index * each))
    const options = ["--from", `${first + index * each}`, "--seeds", `${seeds}`, "--acts", acts]
    if (kind !== undefined) options.push("--kind", kind)
    const child = Bun.spawn([process.execPath, import.meta.filename, ...options], {
      stdout: "pipe",
      stderr: "inherit",
    })
    return new Response(child.stdout).text()
  })
  const counts = (await Promise.all(parts)).map(out => Number(/(\d+) failed/.exec(out)?.[1] ?? Number.NaN))
  return counts.reduce((sum, one) => sum + one, 0)
}
