import type { Crypto } from "./index.ts"
import { operations } from "./operations.bench.ts"

export interface Measurement {
  readonly name: string
  /** Milliseconds for one operation: the median of the rounds. */
  readonly milliseconds: number
}

const rounds = 5
/** Milliseconds that one round takes at least, so that the clock's resolution does not show. */
const roundLength = 40

/** `now` is a clock in milliseconds with a fraction. */
export async function measure(crypto: Crypto, now: () => number): Promise<readonly Measurement[]> {
  const measured: Measurement[] = []
  for (const { name, run } of await operations(crypto)) {
    const times: number[] = []
    // The first round warms up and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const start = now()
      let count = 0
      do {
        await run()
        count++
      } while (now() - start < roundLength)
      if (round > 0) times.push((now() - start) / count)
    }
    measured.push({ name, milliseconds: times.sort((left, right) => left - right)[rounds >> 1] ?? 0 })
  }
  return measured
}

export function table(columns: Readonly<Record<string, readonly Measurement[]>>): string {
  const names = Object.values(columns)[0]?.map(({ name }) => name) ?? []
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(38) : cell.padStart(15))).join("")
  const rows = names.map(name =>
    line([
      name,
      ...Object.values(columns).map(column => {
        const found = column.find(one => one.name === name)
        return found === undefined ? "–" : found.milliseconds.toFixed(4)
      }),
    ]),
  )
  return [line(["ms per operation", ...Object.keys(columns)]), ...rows].join("\n")
}
