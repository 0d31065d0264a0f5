import { markdownTable } from "../bench/table.ts"
import { type Assumptions, assumptions, type Capacity, capacityOf } from "./model.ts"

export const sizes = [10_000, 1_000_000, 100_000_000, 1_000_000_000] as const

/** Two figures of a number are all that such a model is good for. */
function rounded(value: number): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1)
  return value < 10
    ? String(Number(value.toPrecision(2)))
    : (Math.round(value / step) * step).toLocaleString("en")
}

const columns: readonly (readonly [string, (one: Capacity) => string])[] = [
  ["people of a month", one => one.people.toLocaleString("en")],
  ["messages a second at the peak", one => rounded(one.messagesPerSecond)],
  ["connections at the peak", one => rounded(one.connections)],
  ["processors", one => rounded(one.cores)],
  ["machines of two", one => rounded(one.machines)],
  ["because of", one => one.because],
  ["TB stored after a year", one => rounded(one.storedTerabytes)],
  ["TB sent a month", one => rounded(one.sentTerabytesPerMonth)],
  ["€ a month", one => rounded(one.eurosPerMonth)],
  ["cents a person", one => rounded(one.centsPerPerson)],
]

export function capacityTable(given: Assumptions): string {
  const rows = sizes.map(people => capacityOf(people, given))
  return markdownTable(
    columns.map(([name]) => name),
    rows.map(row => columns.map(([, cell]) => cell(row))),
  )
}

/** `--messages=60` for each assumption that is another; undefined where one is none. */
export function assumptionsFrom(parameters: readonly string[]): Assumptions | undefined {
  const changed: Record<string, number> = { ...assumptions }
  for (const parameter of parameters) {
    const [, name = "", value = ""] = /^--(\w+)=([0-9.]+)$/.exec(parameter) ?? []
    if (!Object.hasOwn(assumptions, name) || !Number.isFinite(Number(value)) || value === "") return undefined
    changed[name] = Number(value)
  }
  return changed as Assumptions
}
