import { processorMicroseconds } from "./process-figures.ts"
import { median, percentile } from "./statistics.ts"

/** Brings one message from one end to the other; gives the milliseconds that it took. */
export type Send = () => Promise<number>

/** Two ends: from the first to the second, and back. */
export type Road = readonly [there: Send, back: Send]

/** Each slot has one message under way, and sends the next one when it is there. */
type Slots = readonly Send[]

/** So many messages under way on each road, every other one in the other direction. */
export function slotsOn(roads: readonly Road[], inFlight: number): Slots {
  return roads.flatMap(([there, back]) =>
    Array.from({ length: inFlight }, (_, slot) => (slot % 2 === 0 ? there : back)),
  )
}

const pollMilliseconds = 20

export interface Pace {
  readonly warmUp: WarmUp
  readonly windowMilliseconds: number
  readonly windows: number
}

/** Nothing counts before the code on both sides is compiled: after so many messages and so much time, or at most so much. */
export interface WarmUp {
  readonly messages: number
  readonly millisecondsMin: number
  readonly millisecondsMax: number
}

/** What one window, or the median of several, has shown. Times in milliseconds, processor time in microseconds. */
export interface Figures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly serverProcessor: number
  readonly generatorProcessor: number
  readonly storedBytes: number
}

export interface Meters {
  readonly serverPid: number
  readonly databaseBytes: () => number
}

export interface Measured extends Figures {
  /** Each figure above is the median of these. */
  readonly windows: readonly Figures[]
  readonly messages: number
}

export async function measureLoad(slots: Slots, pace: Pace, meters: Meters): Promise<Measured> {
  let latencies: number[] = []
  let isOver = false
  const everything = Promise.all(
    slots.map(async send => {
      while (!isOver) latencies.push(await send())
    }),
  )
  const windows: Figures[] = []
  let messages = 0
  const run = async (): Promise<void> => {
    await warmUp(pace.warmUp, () => latencies.length)
    for (let count = 0; count < pace.windows; count++) {
      latencies = []
      const before = read(meters)
      await Bun.sleep(pace.windowMilliseconds)
      const counted = latencies
      windows.push(figuresOf(counted, before, read(meters)))
      messages += counted.length
    }
  }
  // A slot that fails ends the measurement at once.
  await Promise.race([run(), everything])
  isOver = true
  await everything
  return { ...medians(windows), windows, messages }
}

async function warmUp({ messages, millisecondsMin, millisecondsMax }: WarmUp, done: () => number) {
  const end = performance.now() + millisecondsMax
  await Bun.sleep(millisecondsMin)
  while (done() < messages && performance.now() < end) await Bun.sleep(pollMilliseconds)
}

type Reading = Readonly<Record<"at" | "server" | "generator" | "bytes", number>>

function read({ serverPid, databaseBytes }: Meters): Reading {
  const { user, system } = process.cpuUsage()
  return {
    at: performance.now(),
    server: processorMicroseconds(serverPid) ?? Number.NaN,
    generator: user + system,
    bytes: databaseBytes(),
  }
}

function figuresOf(latencies: readonly number[], before: Reading, after: Reading): Figures {
  const each = (key: keyof Reading): number => (after[key] - before[key]) / latencies.length
  return {
    perSecond: 1000 / each("at"),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    serverProcessor: each("server"),
    generatorProcessor: each("generator"),
    storedBytes: each("bytes"),
  }
}

function medians(windows: readonly Figures[]): Figures {
  const of = (key: keyof Figures): number => median(windows.map(figures => figures[key]))
  return {
    perSecond: of("perSecond"),
    p50: of("p50"),
    p99: of("p99"),
    serverProcessor: of("serverProcessor"),
    generatorProcessor: of("generatorProcessor"),
    storedBytes: of("storedBytes"),
  }
}
