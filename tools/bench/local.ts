import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { memoryLocalStore } from "@colombe/client"
import { openFileStore } from "@colombe/client-sqlite"
import { root } from "../command.ts"
import { deviceOn } from "./device.ts"
import type { LocalFigures } from "./local-start.ts"
import { describeMachine, loadAverage } from "./machine.ts"
import { startServer } from "./serving.ts"
import { figure, markdownTable } from "./table.ts"

export interface LocalReport extends LocalFigures {
  readonly date: string
  readonly machine: string
  readonly loadBefore: number
  readonly messages: number
  readonly missed: number
  readonly catchUpMs: number
  /** Messages a second, each with all its records, durable: in pages as a pull has them, and in large ones. */
  readonly pullPerSecond: number
  readonly bulkPerSecond: number
  readonly databaseBytes: number
}

const sizes = {
  whole: { messages: 1_000_000, missed: 10_000 },
  quick: { messages: 50_000, missed: 500 },
}
const key = new Uint8Array(32).fill(5)

/** What one device does with its own store: no figure here depends on the network but the catching up. */
export async function local(isQuick: boolean): Promise<LocalReport> {
  const { messages, missed } = isQuick ? sizes.quick : sizes.whole
  const loadBefore = loadAverage()
  const parent = join(root, ".cache", "bench")
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, "local-"))
  try {
    const catchUpMs = await measureCatchUp(parent, folder, missed)
    const filled: { pullPerSecond: number; bulkPerSecond: number } = await runJson([
      "packages/client-sqlite/bench/million.bench.ts",
      ...["--folder", folder, "--messages", `${messages}`],
    ])
    const figures: LocalFigures = await runJson(["tools/bench/local-start.ts", folder])
    const { processor, cores, kernel, runtime } = describeMachine()
    const machine = `${cores} × ${processor} · ${kernel} · ${runtime}`
    const databaseBytes = statSync(join(folder, "store")).size
    const date = new Date().toISOString()
    return { date, machine, loadBefore, messages, missed, catchUpMs, ...filled, databaseBytes, ...figures }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One device is away while another sends; how long until it shows everything, from the moment it comes back. */
async function measureCatchUp(parent: string, folder: string, missed: number): Promise<number> {
  const server = await startServer(parent)
  try {
    const sender = await deviceOn(memoryLocalStore())
    const store = unwrap(await openFileStore(folder, key))
    const receiver = await deviceOn(store)
    for (const [client, handle] of [
      [sender, "sender"],
      [receiver, "receiver"],
    ] as const) {
      unwrap(await client.register({ handle, server: server.address }))
      await client.start()
    }
    const { account } = unwrap(await sender.findPerson("@receiver"))
    const { conversation } = unwrap(await sender.openDirect(account))
    unwrap(await sender.sendText(conversation, "first"))
    unwrap(await sender.settle())
    unwrap(await receiver.settle())
    unwrap(await receiver.acceptRequest(conversation))
    unwrap(await receiver.settle())
    await receiver.stop()
    for (let number = 0; number < missed; number++)
      unwrap(await sender.sendText(conversation, `message number ${number}, of ordinary length for a chat`))
    unwrap(await sender.settle())
    const began = performance.now()
    await receiver.start()
    unwrap(await receiver.settle())
    const took = performance.now() - began
    const { items } = await receiver.timeline(conversation, { limit: 1 })
    const [last] = items
    if (last?.kind !== "message" || !last.text.startsWith(`message number ${missed - 1},`))
      throw new Error("the newest message is not there")
    await Promise.all([sender.close(), receiver.close()])
    await store.close()
    return took
  } finally {
    await server.stop()
  }
}

/** A part that takes longer than this hangs. */
const partMillisecondsMax = 600_000

async function runJson<Value>(command: readonly string[]): Promise<Value> {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: root,
    ...{ stdin: "ignore", stdout: "pipe", stderr: "inherit", timeout: partMillisecondsMax },
  })
  const output = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`${command[0]} ended with ${child.exitCode}`)
  return JSON.parse(output)
}

export function formatLocal(report: LocalReport): string {
  const { date, machine, loadBefore } = report
  const count = (value: number) => value.toLocaleString("en")
  const rows = [
    [`messages written a second, in pages of 128`, figure(report.pullPerSecond), "3,000 or more"],
    [`messages written a second, in pages of 5,000`, figure(report.bulkPerSecond), ""],
    [`catching up with ${count(report.missed)} messages, ms`, figure(report.catchUpMs), "3,000"],
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
