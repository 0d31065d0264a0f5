import type { CrowdReport } from "./crowd.ts"
import { machineLine } from "./smoke-report.ts"
import { figure, markdownTable } from "./table.ts"

/** Markdown that can stand in a document as it is. */
export function formatCrowd(report: CrowdReport): string {
  const { signIns, idle, fanOut, catchUp, storm, fsync } = report
  const many = (count: number) => count.toLocaleString("en")
  const rows: Row[] = [
    {
      what: `memory of an idle connection, signed in and following (${many(idle.connections)})`,
      measured: idle.bytesEach / 1024,
      unit: "KiB",
      aim: { most: 4 },
    },
    {
      what: `deliveries to a group with ${many(fanOut.connections)} connections, for each second of the server’s processor`,
      measured: fanOut.perServerSecond,
      aim: { least: 150_000 },
    },
    { what: "the same, for each second of the clock", measured: fanOut.perSecond },
    {
      what: "sign-ins a second, from connecting to signed in",
      measured: signIns.perSecond,
      aim: { least: 2_000 },
    },
    { what: "the same, for each second of the server’s processor", measured: signIns.perServerSecond },
    {
      what: `catch-up of one device on ${many(catchUp.entries)} entries, server’s processor`,
      measured: catchUp.serverSeconds * 1000,
      unit: "ms",
      aim: { most: 150 },
    },
    { what: "the same, by the clock", measured: catchUp.seconds * 1000, unit: "ms" },
    { what: "from kill -9 to ready again", measured: storm.readySeconds, unit: "s", aim: { most: 1 } },
    {
      what: `from kill -9 until ${many(storm.connections)} connections of ${storm.processes} processes are signed in and following`,
      measured: storm.servedSeconds,
      unit: "s",
      aim: { most: 20 },
    },
    { what: "acknowledged entries lost by the kill", measured: storm.lost, aim: { most: 0 } },
    { what: "write 4 KiB and fsync (p50)", measured: fsync.p50, unit: "ms" },
  ]
  return [machineLine(report), markdownTable(["what", "measured", "aim", "reached"], rows.map(cells))].join(
    "\n\n",
  )
}

/** The aim is what one machine of two processors has to reach, the generator on the same machine. */
interface Row {
  readonly what: string
  readonly measured: number
  readonly unit?: string
  readonly aim?: { readonly most: number } | { readonly least: number }
}

function cells({ what, measured, unit = "", aim }: Row): readonly string[] {
  const value = `${measured === 0 ? "0" : figure(measured)} ${unit}`.trimEnd()
  if (aim === undefined) return [what, value, "–", "–"]
  const [isReached, bound] =
    "most" in aim ? [measured <= aim.most, `≤ ${aim.most}`] : [measured >= aim.least, `≥ ${aim.least}`]
  return [what, value, bound, isReached ? "yes" : "no"]
}
