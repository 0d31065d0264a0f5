import { type GroupReport, medianSteps } from "./group.ts"
import { machineLine } from "./smoke-report.ts"
import { figure, markdownTable } from "./table.ts"

/** Markdown that can stand in a document as it is. */
export function formatGroup(report: GroupReport): string {
  const { accounts, processes, commits, fsync } = report
  const heads = ["a group of real clients", "answered s", "everybody s", "server CPU s", "stored KB"]
  const rows = medianSteps(report.steps).map(({ what, answered, everybody, server, storedBytes }) => [
    what,
    figure(answered),
    figure(everybody),
    figure(server),
    figure(storedBytes / 1024),
  ])
  const size = `${accounts} accounts in ${processes + 1} processes, added by ${commits} commits · fsync p50 ${figure(fsync.p50)} ms`
  return [machineLine(report), size, markdownTable(heads, rows)].join("\n\n")
}
