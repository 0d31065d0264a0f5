import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { root } from "../command.ts"
import { measureCatchUp } from "./local-catch-up.ts"
import { type LinkingFigures, measureLinking } from "./local-link.ts"
import type { LocalFigures } from "./local-start.ts"
import { describeMachine, loadAverage } from "./machine.ts"
import { figure, markdownTable } from "./table.ts"

export interface LocalReport extends LocalFigures {
  readonly date: string
  readonly machine: string
  readonly loadBefore: number
  readonly messages: number
  readonly missed: number
  readonly catchUpMs: number
  readonly linking: LinkingFigures
  /** Messages a second, each with all its records, durable: in pages as a pull has them, each of one chat; and in large ones. */
  readonly pullPerSecond: number
  readonly bulkPerSecond: number
  readonly databaseBytes: number
}

const sizes = {
  whole: { messages: 1_000_000, missed: 10_000, linked: { conversations: 200, messages: 100_000 } },
  quick: { messages: 50_000, missed: 500, linked: { conversations: 20, messages: 1_000 } },
}
const key = new Uint8Array(32).fill(5)

/** What one device does with its own store: only catching up and linking depend on a server. */
export async function local(isQuick: boolean): Promise<LocalReport> {
  const { messages, missed, linked } = isQuick ? sizes.quick : sizes.whole
  const loadBefore = loadAverage()
  const parent = join(root, ".cache", "bench")
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, "local-"))
  try {
    const catchUpMs = await measureCatchUp(parent, folder, key, missed)
    console.error(`caught up in ${catchUpMs.toFixed(0)} ms`)
    const linking = await measureLinking(parent, folder, key, linked)
    const { listMs, wholeMs } = linking
    console.error(`linked: the list in ${listMs.toFixed(0)} ms, everything in ${wholeMs.toFixed(0)} ms`)
    const filled: { pullPerSecond: number; bulkPerSecond: number } = await runJson([
      "packages/client-sqlite/bench/million.bench.ts",
      ...["--folder", folder, "--messages", `${messages}`],
    ])
    const figures: LocalFigures = await runJson(["tools/bench/local-start.ts", folder])
    const { processor, cores, kernel, runtime } = describeMachine()
    const machine = `${cores} × ${processor} · ${kernel} · ${runtime}`
    const databaseBytes = statSync(join(folder, "store")).size
    const date = new Date().toISOString()
    return {
      date,
      machine,
      loadBefore,
      messages,
      missed,
      catchUpMs,
      linking,
      ...filled,
      databaseBytes,
      ...figures,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A part that takes longer than this hangs. */
const partMillisecondsMax = 1_800_000

async function runJson<Value>(command: readonly string[]): Promise<Value> {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: root,
    ...{ stdin: "ignore", stdout: "pipe", stderr: "inherit", timeout: partMillisecondsMax },
  })
  const output = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`${command[0]} ended with ${child.exitCode}`)
  return JSON.parse(output)
}

const count = (value: number): string => value.toLocaleString("en")

const messagesOf = ({ messages, conversations }: LinkingFigures): string =>
  `${count(messages)} messages in ${conversations} chats`

export function formatLocal(report: LocalReport): string {
  const { date, machine, loadBefore } = report
  const rows = [
    [`messages written a second, in pages of 128`, figure(report.pullPerSecond), "3,000 or more"],
    [`messages written a second, in pages of 5,000`, figure(report.bulkPerSecond), ""],
    [`catching up with ${count(report.missed)} messages, ms`, figure(report.catchUpMs), "3,000"],
    [
      `linked, ${messagesOf(report.linking)}: the first screen of chats, ms`,
      figure(report.linking.listMs),
      "3,000",
    ],
    [`linked, ${messagesOf(report.linking)}: everything, ms`, figure(report.linking.wholeMs), "60,000"],
    [`start with ${count(report.messages)} messages, ms`, figure(report.startMs), "1,000"],
    ["memory after the start, MiB", figure(report.startMebibytes), ""],
    ["memory after all searches, MiB", figure(report.searchMebibytes), ""],
    ["database, MiB", figure(report.databaseBytes / 2 ** 20), ""],
  ]
  const searches = report.searches.map(one => [
    one.name,
    count(one.found),
    figure(one.firstMs),
    figure(one.p50Ms),
    figure(one.p95Ms),
  ])
  return [
    `${date} · ${machine} · load average ${loadBefore.toFixed(2)} before`,
    markdownTable(["one device", "figure", "aim"], rows),
    markdownTable(["search, first page", "found", "first ms", "p50 ms", "p95 ms"], searches),
  ].join("\n\n")
}
