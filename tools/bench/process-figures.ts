import { readFileSync } from "node:fs"

/** Ticks of /proc/PID/stat, on every Linux. */
const ticksPerSecond = 100

/** Microseconds that all threads of a process have run so far, in its own code and for it in the kernel. Linux alone. */
export function processorMicroseconds(pid: number): number | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch {
    return undefined
  }
}

/** The name of a process stands in brackets and may hold anything, brackets and blanks too (proc(5)). */
export function parseStat(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  // Fields 14 and 15 of the line; the third is the first one here.
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  const ticks = user + system
  return Number.isInteger(ticks) ? (ticks * 1_000_000) / ticksPerSecond : undefined
}

/** Bytes of a process that are in memory, its runtime's own included. Linux alone. */
export function residentBytes(pid: number): number {
  try {
    const pages = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
    return Number(pages) * 1024
  } catch {
    return Number.NaN
  }
}
