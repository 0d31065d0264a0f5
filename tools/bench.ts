import { mkdirSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { smoke } from "./bench/smoke.ts"
import { formatSmoke } from "./bench/smoke-report.ts"
import { root } from "./command.ts"

/** `npm run bench -- smoke [--json FILE]`: prints a table for people, and writes all figures to a file. */
const { values, positionals } = parseArgs({ options: { json: { type: "string" } }, allowPositionals: true })
if (positionals.length !== 1 || positionals[0] !== "smoke") {
  console.error("npm run bench -- smoke [--json FILE]")
  process.exit(2)
}
const report = await smoke()
const file = resolve(
  values.json ?? join(root, ".cache", "bench", `smoke-${report.date.replaceAll(":", "")}.json`),
)
mkdirSync(dirname(file), { recursive: true })
await Bun.write(file, `${JSON.stringify(report, null, 2)}\n`)
console.log(formatSmoke(report))
console.error(`\nall figures: ${file}`)
