import type { LargeReport, Start, Waits } from "./large.ts"
import { machineLine } from "./smoke-report.ts"
import { figure, markdownTable } from "./table.ts"

/** Markdown that can stand in a document as it is. */
export function formatLarge(report: LargeReport): string {
  const { size, databaseBytes, ready, sweep, calm } = report
  const many = (count: number) => count.toLocaleString("en")
  const program = report.isCompiled ? "the compiled executable" : "the sources"
  const place = `${many(size.entries)} entries in ${many(size.conversations)} conversations of ${many(size.accounts)} accounts · ${figure(databaseBytes / 1e9)} GB · ${program}`
  const start = (what: string, { wall, processor }: Start) => [what, figure(wall), figure(processor), "1,000"]
  const starts = [
    start("an empty store", ready.empty),
    start("this store, nothing of it in memory", ready.cold),
    start("this store, what a start reads in memory", ready.warm),
    start("this store after kill -9, right after 3,200 messages", ready.killed),
  ]
  const waits = (what: string, { messages, p50, p99, longest }: Waits) => [
    what,
    many(messages),
    figure(p50),
    figure(p99),
    figure(longest),
  ]
  return [
    `${machineLine(report)} · ${place}`,
    markdownTable(["from the start of the process until it answers", "ms", "ms of processor", "aim"], starts),
    markdownTable(
      ["until a message is stored and acknowledged", "messages", "p50 ms", "p99 ms", "longest ms"],
      [
        waits("nothing else to do", calm),
        waits(`while ${many(sweep.entries)} old bodies go, in ${figure(sweep.seconds)} s`, sweep),
      ],
    ),
    `Memory of the server after it: ${figure(report.residentBytes / 2 ** 20)} MiB.`,
  ].join("\n\n")
}
