import { spawnSync } from "node:child_process"
import { openSync, readSync, writeFileSync, writeSync } from "node:fs"
import { constants } from "node:os"
import { join } from "node:path"
import type { Surroundings } from "./binary.ts"

/** A clock and a disk that a test makes wrong while the program runs; the program is the real one. */
export interface FaultySystem {
  readonly surroundings: Surroundings
  /** Milliseconds by which the wall clock is ahead from now on. */
  setClock(ahead: number): void
  /** Milliseconds that each sync of a file takes besides, from now on. */
  setSync(delay: number): void
  /** Each sync of a file fails with it from now on, and each write at a place of one; undefined: works again. */
  failSync(error: keyof typeof constants.errno | undefined): void
  failWrite(error: keyof typeof constants.errno | undefined): void
  /** Syncs so far. */
  syncs(): number
}

const source = join(import.meta.dirname, "faulty-system.c")
/** Numbers of 64 bits, as the library has them. */
const [clockAt, syncAt, countAt, syncErrorAt, writeErrorAt, controlBytes] = [0, 8, 16, 24, 32, 40]

/** Compiled in `folder`; undefined, and said aloud, where there is no compiler or no such linker. */
export function faultySystem(folder: string): FaultySystem | undefined {
  const [library, control] = [join(folder, "faulty-system.so"), join(folder, "faulty-system")]
  const compiled =
    process.platform === "linux" && spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source])
  if (compiled === false || compiled.status !== 0) {
    console.warn(
      "slow and failing disks and wrong clocks: skipped, no C compiler for Linux is here (install gcc)",
    )
    return undefined
  }
  writeFileSync(control, new Uint8Array(controlBytes))
  const file = openSync(control, "r+")
  const write = (at: number, value: number): void => {
    const bytes = new BigInt64Array([BigInt(value)])
    writeSync(file, new Uint8Array(bytes.buffer), 0, bytes.byteLength, at)
  }
  return {
    surroundings: { environment: { LD_PRELOAD: library, FAULTY_SYSTEM: control } },
    setClock: ahead => write(clockAt, ahead),
    setSync: delay => write(syncAt, delay),
    failSync: error => write(syncErrorAt, error === undefined ? 0 : constants.errno[error]),
    failWrite: error => write(writeErrorAt, error === undefined ? 0 : constants.errno[error]),
    syncs: () => {
      const bytes = new Uint8Array(8)
      readSync(file, bytes, 0, bytes.length, countAt)
      return Number(new DataView(bytes.buffer).getBigInt64(0, true))
    },
  }
}
