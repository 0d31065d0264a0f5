import { cpus, loadavg, release, totalmem, type } from "node:os"

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGibibytes: number
  readonly kernel: string
  readonly runtime: string
}

export function describeMachine(): Machine {
  const all = cpus()
  return {
    processor: all[0]?.model.trim() ?? "unknown",
    cores: all.length,
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    runtime: `Bun ${Bun.version}`,
  }
}

/** Of the last minute: what else the machine did. */
export const loadAverage = (): number => loadavg()[0] ?? Number.NaN
