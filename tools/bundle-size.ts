import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { root, run } from "./command.ts"
import { formatCounts } from "./counts.ts"

/**
 * `npm run size`: builds the web app and holds what it ships against its budgets; a suite of `npm test`. With `--modules`
 * it says what each part is made of.
 */
const web = join(root, "apps/web")
const assets = join(web, "dist/assets")

const folder = mkdtempSync(join(tmpdir(), "colombe-sizes-"))
const listed = join(folder, "modules")
const built = await run(["npm", "run", "build", "-w", "apps/web"], { COLOMBE_MODULE_SIZES: listed })
if (!built.ok) throw new Error(built.output)
const modules = readFileSync(listed, "utf8")
rmSync(folder, { recursive: true })

const names = readdirSync(assets).filter(name => !name.endsWith(".br"))
const page = readFileSync(join(web, "dist/index.html"), "utf8")
const read = (name: string) => readFileSync(join(assets, name))
const gzipped = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length
const zipped = (list: Iterable<string>) => [...list].reduce((sum, name) => sum + gzipped(read(name)), 0)
const beginning = (start: string) => names.filter(name => name.startsWith(start))

/** A script and all that it imports before it can run. */
function withImports(name: string, known = new Set<string>()): Set<string> {
  if (known.has(name)) return known
  known.add(name)
  for (const [, next] of read(name)
    .toString()
    .matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g))
    if (next !== undefined) withImports(next, known)
  return known
}

const entries = [...page.matchAll(/src="\/assets\/([^"]+)"/g)].map(([, name]) => name ?? "")
const first = new Set([...entries, ...beginning("start-")].flatMap(name => [...withImports(name)]))
/** One language travels: the heavier one is counted. */
const messages = Math.max(...names.filter(name => /^..\.messages-/.test(name)).map(name => zipped([name])))
const worker = withImports(beginning("main-")[0] ?? "")
const glue = new Set(
  beginning("browser-")
    .flatMap(name => [...withImports(name)])
    .filter(name => !worker.has(name)),
)
const database = beginning("mc-wa-sqlite-").reduce(
  (sum, name) => sum + brotliCompressSync(read(name)).length,
  0,
)
/** Those that a tab shows; what an installed app shows comes with its installation. */
const icons = [...page.matchAll(/rel="icon" href="([^"]+)"/g)].map(([, path]) =>
  readFileSync(join(web, "dist", path ?? "")),
)
const styles = zipped(names.filter(name => name.endsWith(".css")))

/** KB of 1,024 bytes, as they travel. */
const budgets = [
  {
    what: "first load: shell and list, JavaScript (gzip)",
    bytes: zipped(first) + messages,
    kilobytesMax: 60,
  },
  {
    what: "first load: styles, page and icons (gzip)",
    bytes: styles + gzipped(Buffer.from(page)) + icons.reduce((sum, icon) => sum + gzipped(icon), 0),
    kilobytesMax: 20,
  },
  // The aim is 120: what a session that stands does not need is still in it (docs/benchmarks.md).
  { what: "worker: SDK and crypto (gzip)", bytes: zipped(worker), kilobytesMax: 185 },
  {
    what: "service worker (gzip)",
    bytes: gzipped(readFileSync(join(web, "dist/service-worker.js"))),
    kilobytesMax: 20,
  },
  { what: "database: what drives it (gzip)", bytes: zipped(glue), kilobytesMax: 30 },
  { what: "database: its WebAssembly (Brotli)", bytes: database, kilobytesMax: 480 },
] as const

let failed = 0
for (const { what, bytes, kilobytesMax } of budgets) {
  const isOver = bytes / 1024 > kilobytesMax
  if (isOver) failed++
  const size = (bytes / 1024).toFixed(1).padStart(6)
  console.log(`${isOver ? "OVER" : "ok  "} ${size} of ${String(kilobytesMax).padStart(3)} KB  ${what}`)
}
if (process.argv.includes("--modules")) printModules(modules)
console.log(formatCounts({ passed: budgets.length - failed, failed, skipped: 0 }))
if (failed > 0) process.exitCode = 1

/** Packages of each realm, by what they come to before minifying. */
function printModules(lines: string): void {
  const sums = new Map<string, number>()
  for (const line of lines.trim().split("\n")) {
    const [realm, chunk, bytes, path = ""] = line.split("\t")
    const within = path.slice(path.indexOf(root) === 0 ? root.length + 1 : 0)
    const parts = within.split("/")
    const depth = within.startsWith("node_modules/@") ? 3 : within.startsWith("node_modules/") ? 2 : 4
    const group = `${realm} ${chunk} ${parts.slice(0, depth).join("/")}`
    sums.set(group, (sums.get(group) ?? 0) + Number(bytes))
  }
  for (const [group, bytes] of [...sums].sort(([, left], [, right]) => right - left).slice(0, 60))
    console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KB  ${group}`)
}
