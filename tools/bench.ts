import { mkdirSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { membersMax } from "@colombe/rules"
import { crowd, smallCrowd, wholeCrowd } from "./bench/crowd.ts"
import { formatCrowd } from "./bench/crowd-report.ts"
import { files, formatFiles } from "./bench/files.ts"
import { group } from "./bench/group.ts"
import { formatGroup } from "./bench/group-report.ts"
import { large, smallLarge, wholeLarge } from "./bench/large.ts"
import { formatLarge } from "./bench/large-report.ts"
import { formatLocal, local } from "./bench/local.ts"
import { smoke } from "./bench/smoke.ts"
import { formatSmoke } from "./bench/smoke-report.ts"
import { root } from "./command.ts"

/**
 * `npm run bench -- smoke|crowd|large|files|group|local [--json FILE]`: prints a table for people, and writes all figures to a
 * file. `--small` makes a crowd or a store, and `--quick` a device or a file, that shows in seconds whether everything
 * runs; `--accounts N` says how large a group is, `--executable FILE` which server has the large store.
 */
const options = {
  json: { type: "string" },
  small: { type: "boolean", default: false },
  quick: { type: "boolean", default: false },
  accounts: { type: "string", default: "50" },
  executable: { type: "string" },
} as const
const { values, positionals } = parseArgs({ options, allowPositionals: true })

const benches: Readonly<Record<string, () => Promise<{ readonly date: string; readonly table: string }>>> = {
  smoke: async () => {
    const report = await smoke()
    return { ...report, table: formatSmoke(report) }
  },
  crowd: async () => {
    const report = await crowd(values.small ? smallCrowd : wholeCrowd)
    return { ...report, table: formatCrowd(report) }
  },
  large: async () => {
    const report = await large(values.small ? smallLarge : wholeLarge, executable)
    return { ...report, table: formatLarge(report) }
  },
  files: async () => {
    const report = await files(values.quick)
    return { ...report, table: formatFiles(report) }
  },
  group: async () => {
    const report = await group(accounts)
    return { ...report, table: formatGroup(report) }
  },
  local: async () => {
    const report = await local(values.quick)
    return { ...report, table: formatLocal(report) }
  },
}

const [name = ""] = positionals
const bench = positionals.length === 1 && Object.hasOwn(benches, name) ? benches[name] : undefined
const accounts = Number(values.accounts)
const executable = values.executable === undefined ? undefined : resolve(values.executable)
if (bench === undefined || !Number.isInteger(accounts) || accounts < 2 || accounts > membersMax) {
  console.error(
    "npm run bench -- smoke|crowd|large|files|group|local [--small|--quick] [--accounts N] [--executable FILE] [--json FILE]",
  )
  process.exit(2)
}
const { table, ...report } = await bench()
const file = resolve(
  values.json ?? join(root, ".cache", "bench", `${name}-${report.date.replaceAll(":", "")}.json`),
)
mkdirSync(dirname(file), { recursive: true })
await Bun.write(file, `${JSON.stringify(report, null, 2)}\n`)
console.log(table)
console.error(`\nall figures: ${file}`)
process.exit(0)
