import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { assert } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { findSuite } from "../src/index.ts"
import type { Fixture, Row } from "./fixture.ts"
import { measure } from "./ours.ts"
import { writeReadme } from "./readme.ts"
import { type Run, report, thisMachine } from "./report.ts"

/** Suite 1 of the RFC and the hybrid one. */
const suites = [0x0001, 0xf0a2]
const oracleSuite = 0x0001
const oracle = join(import.meta.dir, "../../oracles/bench/ts-mls.ts")

const usage = `npm run bench -w packages/mls [-- --quick] [--leaves 2,32,100] [--oracle-leaves N] [--oracle-adds N] [--json FILE] [--from FILE] [--readme]
  --quick          2, 32 and 300 leaves instead of 2, 32, 100, 300, 1000 and 2500
  --oracle-leaves  the largest group that ts-mls is given (default 1000; 0: none)
  --oracle-adds    the largest group that ts-mls makes in one commit (default 300)
  --processor      a second table, of processor time instead of time on the clock
  --json           where to write the figures
  --from           takes the figures of such a file instead of measuring
  --readme         puts the table into the README`

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    leaves: { type: "string" },
    "oracle-leaves": { type: "string", default: "1000" },
    "oracle-adds": { type: "string", default: "300" },
    processor: { type: "boolean", default: false },
    json: { type: "string" },
    from: { type: "string" },
    readme: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
})

async function main(): Promise<void> {
  const { from } = values
  const run: Run = from === undefined ? await measureAll() : await Bun.file(here(from)).json()
  const text = report(run, values.processor)
  console.log(text)
  if (values.readme) await writeReadme(text)
}

/** npm runs scripts in the package's folder; a relative file is meant from where the person stands. */
const here = (file: string) => resolve(process.env.INIT_CWD ?? ".", file)

async function measureAll(): Promise<Run> {
  const sizes = (values.leaves ?? (values.quick ? "2,32,300" : "2,32,100,300,1000,2500"))
    .split(",")
    .map(Number)
  const ctx = { crypto: platformCrypto(globalThis.crypto) }
  const rows: Row[] = []
  const fixtures: Fixture[] = []
  for (const id of suites)
    for (const leaves of sizes) {
      const suite = findSuite(id)
      assert(suite !== undefined, "the engine has the suite")
      const start = performance.now()
      const measured = await measure(ctx, suite, leaves)
      rows.push(...measured.rows)
      if (id === oracleSuite && leaves <= Number(values["oracle-leaves"])) fixtures.push(measured.fixture)
      console.error(`suite ${id}, ${leaves} leaves: ${Math.round(performance.now() - start)} ms`)
    }
  if (fixtures.length > 0) rows.push(...(await runOracle(fixtures)))
  const run = { machine: thisMachine(), rows }
  const file = values.json === undefined ? join(import.meta.dir, "../bench.json") : here(values.json)
  await Bun.write(file, `${JSON.stringify(run, undefined, 1)}\n`)
  return run
}

/** ts-mls runs in a process of its own, from a workspace of its own: what is published never depends on it. */
async function runOracle(fixtures: readonly Fixture[]): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "colombe-bench-"))
  try {
    const file = join(folder, "fixtures.json")
    await Bun.write(file, JSON.stringify(fixtures))
    const child = Bun.spawn([process.execPath, oracle, file, values["oracle-adds"]], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    })
    const output = await new Response(child.stdout).text()
    if ((await child.exited) !== 0) throw new Error("ts-mls did not finish")
    return JSON.parse(output)
  } finally {
    await rm(folder, { recursive: true })
  }
}

if (values.help) console.log(usage)
else await main()
