import { cpus, loadavg, totalmem } from "node:os"
import { aims } from "./aims.ts"
import { type Row, subjects } from "./fixture.ts"

const suiteNames: Readonly<Record<number, string>> = { 1: "suite 1", 61602: "hybrid" }
const bytesPerKb = 1024

export interface Run {
  readonly machine: ReturnType<typeof thisMachine>
  readonly rows: readonly Row[]
}

export function thisMachine() {
  return {
    date: new Date().toISOString().slice(0, 16),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    runtime: `Bun ${Bun.version}`,
    load: loadavg()[0] ?? Number.NaN,
  }
}

/** The machine and a Markdown table; with `processor` a second one, of processor time. */
export function report({ machine, rows }: Run, processor: boolean): string {
  const parts = [
    `${machine.date}, ${machine.processor}, ${machine.cores} cores, ${machine.memoryGibibytes} GiB, ` +
      `${machine.runtime}, load ${machine.load.toFixed(1)} at the end`,
    table(rows),
  ]
  const aimed = aimsTable(rows)
  if (aimed !== undefined) parts.push(aimed)
  const timed = rows.flatMap(row => (row.processor === undefined ? [] : { ...row, value: row.processor }))
  if (processor) parts.push("Processor time, other threads' included:", table(timed))
  return parts.join("\n\n")
}

/** Each aim that the run has a figure for. */
function aimsTable(rows: readonly Row[]): string | undefined {
  const lines = aims.flatMap(({ suite, leaves, what, atMost }) => {
    const found = rows.find(
      row => row.engine === "colombe" && row.suite === suite && row.leaves === leaves && row.what === what,
    )
    if (found === undefined) return []
    const head = `${subjects[what]} · ${suiteNames[suite]}, ${leaves.toLocaleString("en")} leaves`
    return line(head, [atMost.toLocaleString("en"), figure(what, found.value)])
  })
  return lines.length === 0
    ? undefined
    : ["| | at most | measured |", "| --- | ---: | ---: |", ...lines].join("\n")
}

/** One line for each subject and engine; in brackets how many times as long ts-mls takes. */
function table(rows: readonly Row[]): string {
  const sizes = [...new Set(rows.map(row => row.leaves))].sort((left, right) => left - right)
  const known = new Set(rows.map(row => row.what))
  const lines = [
    `| | ${sizes.map(size => `${size.toLocaleString("en")} leaves`).join(" | ")} |`,
    `| --- |${sizes.map(() => " ---: |").join("")}`,
  ]
  const find = (engine: Row["engine"], suite: number, what: Row["what"], leaves: number) =>
    rows.find(
      row => row.engine === engine && row.suite === suite && row.what === what && row.leaves === leaves,
    )?.value
  for (const what of (Object.keys(subjects) as Row["what"][]).filter(one => known.has(one)))
    for (const suite of new Set(rows.map(row => row.suite))) {
      const ours = sizes.map(size => find("colombe", suite, what, size))
      lines.push(
        line(
          `${subjects[what]} · ${suiteNames[suite]}`,
          ours.map(value => figure(what, value)),
        ),
      )
      const theirs = sizes.map(size => find("ts-mls", suite, what, size))
      if (theirs.some(value => value !== undefined))
        lines.push(
          line(
            `– ts-mls (times ours) · ${suiteNames[suite]}`,
            theirs.map((value, index) => withRatio(what, value, ours[index])),
          ),
        )
    }
  return lines.join("\n")
}

const line = (head: string, cells: readonly string[]): string => `| ${head} | ${cells.join(" | ")} |`

function withRatio(what: Row["what"], value: number | undefined, ours: number | undefined): string {
  if (value === undefined || ours === undefined) return "–"
  return `${figure(what, value)} (${short(value / ours)})`
}

function figure(what: Row["what"], value: number | undefined): string {
  if (value === undefined) return "–"
  const shown = subjects[what].endsWith("KB") ? value / bytesPerKb : value
  return short(shown)
}

const short = (value: number): string =>
  value < 99.5 ? value.toPrecision(2) : Math.round(value).toLocaleString("en")
