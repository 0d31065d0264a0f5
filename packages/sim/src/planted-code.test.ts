import { expect, test } from "bun:test"
import { join } from "node:path"
import { type PlantedFault, plantedFaults } from "./testing/planted-faults.ts"

/** Seeds after the one that is known to find a fault: a change of the order of decisions moves it a little. */
const seedsMax = 12
const acts = 25
/** Milliseconds for one fault: generous, so that a loaded machine fails nothing that an idle one passes. */
const timeout = 240_000
const root = join(import.meta.dirname, "../../..")
const testing = join(import.meta.dirname, "testing")

/** What noticed it: the seed and what it says, or the test that failed; undefined where nothing did. */
async function found({ finder }: PlantedFault, number: number): Promise<string | undefined> {
  const load = ["--preload", join(testing, "planted-load.ts")]
  const command =
    finder.kind === "seeds"
      ? [
          ...load,
          join(testing, "planted-main.ts"),
          `${finder.first}`,
          `${seedsMax}`,
          `${acts}`,
          ...(finder.of === undefined ? [] : [finder.of]),
        ]
      : ["test", "--bail", "--timeout=60000", ...load, `./${finder.test}`]
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: root,
    env: { ...process.env, PLANTED_FAULT: `${number}` },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  const mark = finder.kind === "seeds" ? /^seed / : /^\(fail\)/
  const line = `${out}\n${err}`.split("\n").find(one => mark.test(one))
  // Whatever else ends it is a fault of the planting.
  if ((await child.exited) !== 0 && line === undefined) throw new Error(`${out}${err}`)
  return line
}

for (const [number, fault] of plantedFaults.entries())
  test(
    `a planted fault is found: ${fault.name}`,
    async () => {
      expect(await found(fault, number)).toBeDefined()
    },
    timeout,
  )
