import { Database } from "bun:sqlite"
import { mkdtempSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { root } from "../command.ts"
import { fsyncLatency, type Latency } from "./fsync-latency.ts"
import { describeMachine, loadAverage, type Machine } from "./machine.ts"
import { processorMicroseconds, residentBytes } from "./process-figures.ts"
import { type Serving, type ServingOptions, serveOn } from "./serving.ts"
import { median, percentile } from "./statistics.ts"
import { makeAccounts, signIn } from "./wire-account.ts"
import { appender, openGroup } from "./wire-group.ts"

/** What a store with a year of many people in it costs its server. Times in milliseconds. */
export interface LargeReport {
  readonly date: string
  readonly machine: Machine
  readonly loadBefore: number
  readonly loadAfter: number
  readonly fsync: Latency
  readonly isCompiled: boolean
  readonly size: LargeSize
  readonly databaseBytes: number
  /** Of an empty store, of this one with nothing of it in memory, and with all that a start reads; and after a kill. */
  readonly ready: {
    readonly empty: Start
    readonly cold: Start
    readonly warm: Start
    readonly killed: Start
  }
  readonly residentBytes: number
  readonly calm: Waits
  /** While so many entries lost their bodies. */
  readonly sweep: Waits & { readonly entries: number; readonly seconds: number }
}

/** From starting the process until it says that it answers, by the clock and by what all its threads ran. */
export interface Start {
  readonly wall: number
  readonly processor: number
}

/** How long somebody waited who sends one message after the other. */
export interface Waits {
  readonly messages: number
  readonly p50: number
  readonly p99: number
  readonly longest: number
}

export interface LargeSize {
  readonly entries: number
  readonly conversations: number
  readonly accounts: number
}

/** What a server of some thousand people has after a year. */
export const wholeLarge: LargeSize = { entries: 10_000_000, conversations: 100_000, accounts: 20_000 }
/** To see that everything runs; its figures say nothing. */
export const smallLarge: LargeSize = { entries: 100_000, conversations: 1_000, accounts: 200 }

const starts = 5
const calmMilliseconds = 10_000
const dayMilliseconds = 86_400_000
/** Of all entries, how many one run lets the operator's retention take out. */
const sweptShare = 0.02
/** A pause between two messages, in milliseconds: the wait is what is measured, and not how much goes through. */
const pause = 5
const pollMilliseconds = 200
/** Messages right before the server is killed, so many under way at once: the write-ahead log has something then. */
const [beforeKill, together] = [3_200, 32]

export async function large(size: LargeSize, executable: string | undefined): Promise<LargeReport> {
  const loadBefore = loadAverage()
  const data = join(root, ".cache", "large", `${size.entries}`)
  await fill(data, size)
  const fsync = fsyncLatency(data)
  const options = { executable }
  const empty = await measureEmpty(options)
  const cold = await measureStart(data, options, () => forgetFile(join(data, databaseFile)))
  const warm = await measureStart(data, options)
  const { killed, resident, calm } = await measureCalm(data, options)
  const sweep = await measureSweep(data, options, size)
  return {
    date: new Date().toISOString(),
    machine: describeMachine(),
    loadBefore,
    loadAfter: loadAverage(),
    fsync,
    isCompiled: executable !== undefined,
    size,
    databaseBytes: statSync(join(data, databaseFile)).size,
    ready: { empty, cold, warm, killed },
    residentBytes: resident,
    calm,
    sweep,
  }
}

const databaseFile = "colombe.sqlite"

async function fill(data: string, { entries, conversations, accounts }: LargeSize): Promise<void> {
  await runToEnd([
    process.execPath,
    "packages/store-sqlite/bench/fill.bench.ts",
    ...["--folder", data],
    ...["--entries", `${entries}`, "--conversations", `${conversations}`, "--accounts", `${accounts}`],
  ])
}

/** The system reads it from the disk again (dd of GNU: `nocache` without a count lets go of the whole file). */
const forgetFile = (path: string): Promise<void> =>
  runToEnd(["dd", `if=${path}`, "iflag=nocache", "count=0", "status=none"])

async function runToEnd(command: readonly string[]): Promise<void> {
  const child = Bun.spawn([...command], { cwd: root, stdin: "ignore", stdout: "inherit", stderr: "inherit" })
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")} ended with ${child.exitCode}`)
}

async function measureEmpty(options: ServingOptions): Promise<Start> {
  const data = mkdtempSync(join(root, ".cache", "large", "empty-"))
  try {
    return await measureStart(data, options)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function measureStart(
  data: string,
  options: ServingOptions,
  before: () => Promise<void> = async () => {},
): Promise<Start> {
  const times: Start[] = []
  while (times.length < starts) {
    await before()
    const began = performance.now()
    const server = await serveOn(data, options)
    times.push(startOf(server, began))
    await server.stop()
  }
  return {
    wall: median(times.map(({ wall }) => wall)),
    processor: median(times.map(({ processor }) => processor)),
  }
}

const startOf = (server: Serving, began: number): Start => ({
  wall: performance.now() - began,
  processor: (processorMicroseconds(server.pid()) ?? Number.NaN) / 1000,
})

/** One person alone in a group, who has never been here before. */
async function someone(address: string) {
  const [account] = await makeAccounts(address, 1, `probe${Date.now().toString(36)}`)
  if (account === undefined) throw new Error("an account was made")
  const client = await signIn(address, account)
  return appender(client, await openGroup(account, client, []))
}

async function waitsUntil(append: () => Promise<number>, isOver: () => boolean): Promise<Waits> {
  const times: number[] = []
  while (!isOver()) {
    const began = performance.now()
    await append()
    times.push(performance.now() - began)
    await Bun.sleep(pause)
  }
  return {
    messages: times.length,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    longest: percentile(times, 1),
  }
}

async function measureCalm(data: string, options: ServingOptions) {
  const server = await serveOn(data, options)
  try {
    const append = await someone(server.address)
    const end = performance.now() + calmMilliseconds
    const calm = await waitsUntil(append, () => performance.now() >= end)
    const resident = residentBytes(server.pid())
    const lane = async () => {
      for (let sent = 0; sent < beforeKill / together; sent++) await append()
    }
    await Promise.all(Array.from({ length: together }, lane))
    const began = performance.now()
    await server.killAndStart()
    return { killed: startOf(server, began), resident, calm }
  } finally {
    await server.stop()
  }
}

/** What has disappeared since the last run, and what the operator keeps no longer, goes while somebody talks. */
async function measureSweep(data: string, options: ServingOptions, { entries }: LargeSize) {
  const database = new Database(join(data, databaseFile), { readonly: true })
  const swept = database.prepare<{ row: number }, []>("SELECT row FROM swept")
  const due = database.prepare<{ count: number }, [number]>(
    "SELECT count(*) AS count FROM log WHERE expires <= ?",
  )
  const timeOf = database.prepare<{ at: number }, [number]>("SELECT at FROM log WHERE row = ?")
  const from = swept.get()?.row ?? 0
  const to = from + Math.floor(entries * sweptShare)
  const keepDays = Math.floor((Date.now() - (timeOf.get(to)?.at ?? 0)) / dayMilliseconds)
  const lapsed = due.get(Date.now())?.count ?? 0
  const server = await serveOn(data, { ...options, flags: ["--keep-days", `${keepDays}`] })
  const began = performance.now()
  let checkAt = 0
  const isOver = () => {
    const now = performance.now()
    if (now < checkAt) return false
    checkAt = now + pollMilliseconds
    return (swept.get()?.row ?? 0) >= to && due.get(Date.now())?.count === 0
  }
  try {
    const waits = await waitsUntil(await someone(server.address), isOver)
    const seconds = (performance.now() - began) / 1000
    return { ...waits, entries: lapsed + (swept.get()?.row ?? 0) - from, seconds }
  } finally {
    await server.stop()
    database.close()
  }
}
