import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { root } from "../command.ts"
import type { Pace } from "./closed-loop.ts"
import { fsyncLatency, type Latency } from "./fsync-latency.ts"
import type { Loaded, LoadPlan, Plan } from "./generator.ts"
import { describeMachine, loadAverage, type Machine } from "./machine.ts"
import { startServer } from "./serving.ts"

export interface SmokeReport {
  readonly date: string
  readonly machine: Machine
  /** Processes that ran or wanted to, on average over the last minute before and while measuring. */
  readonly loadBefore: number
  readonly loadAfter: number
  readonly fsync: Latency
  readonly sealing: readonly SealingTimes[]
  readonly traffic: Loaded
}

/** Milliseconds for one message, by the clock and by the processor. */
export interface SealingTimes {
  readonly name: string
  readonly bytes: number
  readonly seal: { readonly wall: number; readonly processor: number }
  readonly open: { readonly wall: number; readonly processor: number }
}

const pairs = 50
const loads: readonly LoadPlan[] = [
  { road: "whole", pairs: 1, inFlight: 1 },
  { road: "whole", pairs, inFlight: 1 },
  { road: "server", pairs: 1, inFlight: 1 },
  { road: "server", pairs, inFlight: 1 },
  { road: "server", pairs, inFlight: 8 },
]
const pace: Pace = {
  warmUp: { messages: 10_000, millisecondsMin: 1_000, millisecondsMax: 6_000 },
  windowMilliseconds: 3_000,
  windows: 3,
}
/** A generator that takes longer than this hangs. */
const generatorMillisecondsMax = 180_000

/** Server and generator as two processes, on the disk that holds the repository. */
export async function smoke(): Promise<SmokeReport> {
  const loadBefore = loadAverage()
  const folder = join(root, ".cache", "bench")
  mkdirSync(folder, { recursive: true })
  const fsync = fsyncLatency(folder)
  const sealing: readonly SealingTimes[] = await runJson(["packages/seal/bench/message.bench.ts", "--json"])
  const server = await startServer(folder)
  try {
    const plan: Plan = {
      server: server.address,
      serverPid: server.pid(),
      data: server.data,
      pairs,
      pace,
      loads,
    }
    const traffic: Loaded = await runJson(["tools/bench/generator.ts", JSON.stringify(plan)])
    return {
      date: new Date().toISOString(),
      machine: describeMachine(),
      loadBefore,
      loadAfter: loadAverage(),
      fsync,
      sealing,
      traffic,
    }
  } finally {
    await server.stop()
  }
}

async function runJson<Value>(command: readonly string[]): Promise<Value> {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: root,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
    timeout: generatorMillisecondsMax,
  })
  const output = await new Response(child.stdout).text()
  if ((await child.exited) !== 0)
    throw new Error(`${command[0]} ended with ${child.exitCode ?? child.signalCode}`)
  return JSON.parse(output)
}
