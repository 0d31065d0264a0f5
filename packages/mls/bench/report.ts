import { cpus, loadavg, totalmem } from "node:os"
import { type Row, subjects } from "./fixture.ts"

const suiteNames: Readonly<Record<number, string>> = { 1: "suite 1", 61602: "hybrid" }
const bytesPerKb = 1024

/** Prints the machine and a Markdown table to paste, and writes the figures beside them. */
export async function report(
  rows: readonly Row[],
  sizes: readonly number[],
  jsonFile: string,
): Promise<void> {
  const machine = {
    date: new Date().toISOString().slice(0, 16),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    runtime: `Bun ${Bun.version}`,
    load: loadavg()[0] ?? Number.NaN,
  }
  await Bun.write(jsonFile, `${JSON.stringify({ machine, rows }, undefined, 1)}\n`)
  console.log(
    `${machine.date}, ${machine.processor}, ${machine.cores} cores, ${machine.memoryGibibytes} GiB, ` +
      `${machine.runtime}, load ${machine.load.toFixed(1)} at the end\n`,
  )
  console.log(table(rows, sizes))
}

/** One line for each subject and engine; in brackets how many times as long ts-mls takes. */
export function table(rows: readonly Row[], sizes: readonly number[]): string {
  const lines = [
    `| | ${sizes.map(size => `${size.toLocaleString("en")} leaves`).join(" | ")} |`,
    `| --- |${sizes.map(() => " ---: |").join("")}`,
  ]
  const find = (engine: Row["engine"], suite: number, what: Row["what"], leaves: number) =>
    rows.find(
      row => row.engine === engine && row.suite === suite && row.what === what && row.leaves === leaves,
    )?.value
  for (const what of Object.keys(subjects) as Row["what"][])
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
  return `${figure(what, value)} (${(value / ours).toPrecision(2)})`
}

function figure(what: Row["what"], value: number | undefined): string {
  if (value === undefined) return "–"
  const shown = what === "state" || what === "secretState" ? value / bytesPerKb : value
  return shown < 100 ? shown.toPrecision(2) : Math.round(shown).toLocaleString("en")
}
