import type { Crypto } from "./index.ts"
import { operations } from "./operations.bench.ts"

export interface Measurement {
  readonly name: string
  /** Milliseconds for one operation in the median round, and in the one that was disturbed least. */
  readonly median: number
  readonly fastest: number
}

const rounds = 25
/** Milliseconds that one round takes at least: above a clock's resolution, below a busy machine's time slice. */
const roundLength = 5
const warmUpLength = 60

/** `now` is a clock in milliseconds with a fraction. */
export async function measure(crypto: Crypto, now: () => number): Promise<readonly Measurement[]> {
  const measured: Measurement[] = []
  for (const { name, run } of await operations(crypto)) {
    await timeRound(run, warmUpLength, now)
    const times: number[] = []
    for (let round = 0; round < rounds; round++) times.push(await timeRound(run, roundLength, now))
    times.sort((left, right) => left - right)
    measured.push({ name, median: times[rounds >> 1] ?? 0, fastest: times[0] ?? 0 })
  }
  return measured
}

async function timeRound(run: () => Promise<unknown>, length: number, now: () => number): Promise<number> {
  const start = now()
  let count = 0
  do {
    await run()
    count++
  } while (now() - start < length)
  return (now() - start) / count
}

export function table(columns: Readonly<Record<string, readonly Measurement[]>>): string {
  const all = Object.values(columns)
  const line = (first: string, cells: readonly string[]) =>
    first.padEnd(38) + cells.map(cell => cell.padStart(15)).join("")
  const rows = all[0]?.map(({ name }, row) =>
    line(
      name,
      all.flatMap(column => [column[row]?.median, column[row]?.fastest].map(time => time?.toFixed(4) ?? "–")),
    ),
  )
  const heads = Object.keys(columns).flatMap(name => [name, "fastest"])
  return [line("ms per operation, median", heads), ...(rows ?? [])].join("\n")
}
