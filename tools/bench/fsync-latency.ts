import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"
import { percentile } from "./statistics.ts"

const writes = 500
const blockBytes = 4096

export interface Latency {
  readonly p50: number
  readonly p99: number
}

/** Milliseconds for 4 KiB appended and made durable, as the disk does it without a database. */
export function fsyncLatency(folder: string): Latency {
  const path = join(folder, "fsync")
  const file = openSync(path, "w")
  const block = new Uint8Array(blockBytes).fill(1)
  const times: number[] = []
  for (let count = 0; count < writes; count++) {
    const began = performance.now()
    writeSync(file, block)
    fsyncSync(file)
    times.push(performance.now() - began)
  }
  closeSync(file)
  rmSync(path)
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}
