import type { Measured } from "./closed-loop.ts"
import type { LoadPlan } from "./generator.ts"
import { bodyBytes } from "./server-road.ts"
import type { SmokeReport } from "./smoke.ts"
import { figure, markdownTable } from "./table.ts"
import { textBytes } from "./whole-road.ts"

/** Markdown that can stand in a document as it is. */
export function formatSmoke(report: SmokeReport): string {
  return [machineLine(report), trafficTable(report), costTable(report)].join("\n\n")
}

/** Where and when, and what else the machine did. */
export function machineLine({
  date,
  machine,
  loadBefore,
  loadAfter,
}: Pick<SmokeReport, "date" | "machine" | "loadBefore" | "loadAfter">): string {
  const { processor, cores, memoryGibibytes, kernel, runtime } = machine
  return [
    `${date.slice(0, 16).replace("T", " ")} UTC`,
    `${cores} × ${processor}, ${memoryGibibytes} GiB`,
    kernel,
    runtime,
    `load average ${loadBefore.toFixed(2)} before, ${loadAfter.toFixed(2)} after`,
    "server and generator on the same machine, fsync on",
  ].join(" · ")
}

const roadNames: Readonly<Record<LoadPlan["road"], string>> = {
  whole: `device to device, ${textBytes} bytes of text`,
  server: `socket to socket, ${bodyBytes} bytes sealed`,
}

function trafficTable({ traffic }: SmokeReport): string {
  const heads = [
    "stored and delivered",
    "under way",
    "per second",
    "p50 ms",
    "p99 ms",
    "server CPU µs",
    "generator CPU µs",
    "stored bytes",
  ]
  return markdownTable(heads, traffic.loads.map(trafficRow))
}

function trafficRow(load: LoadPlan & Measured): readonly string[] {
  const { pairs, inFlight } = load
  const columns = [
    load.perSecond,
    load.p50,
    load.p99,
    load.serverProcessor,
    load.generatorProcessor,
    load.storedBytes,
  ]
  const name = `${roadNames[load.road]}, ${pairs} ${pairs === 1 ? "pair" : "pairs"}`
  return [name, `${pairs * inFlight}`, ...columns.map(figure)]
}

function costTable({ fsync, sealing }: SmokeReport): string {
  const rows = sealing.flatMap(({ name, seal, open }) => [
    [`seal ${textBytes} bytes of text, ${name}`, figure(seal.wall), figure(seal.processor), "–"],
    [`open and verify the same, ${name}`, figure(open.wall), figure(open.processor), "–"],
  ])
  const disk = ["write 4 KiB and fsync (p50)", figure(fsync.p50), "–", figure(fsync.p99)]
  return markdownTable(["one operation", "ms", "CPU ms", "p99 ms"], [disk, ...rows])
}
