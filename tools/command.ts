import { resolve } from "node:path"

export const root = resolve(import.meta.dir, "..")

export interface Finished {
  readonly ok: boolean
  readonly seconds: number
  readonly output: string
}

/** A command that has not ended by then hangs, unless it says that it takes longer. */
export const commandSecondsMax = 15 * 60

/**
 * Memory that a process gave back is kept for when it asks again, which is at once: of what the simulation takes of a
 * processor a third was the system handing out the same pages (25 s of it became 17).
 */
const memory = { MIMALLOC_PURGE_DELAY: "-1" }

/** Runs a command of the repository without standard input; what it writes to either stream is kept in order. */
export async function run(
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  secondsMax = commandSecondsMax,
): Promise<Finished> {
  const started = performance.now()
  const child = Bun.spawn(["sh", "-c", 'exec "$@" 2>&1', "sh", ...command], {
    cwd: root,
    env: { ...process.env, ...memory, ...environment },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
    timeout: secondsMax * 1000,
  })
  const output = await new Response(child.stdout).text()
  const code = await child.exited
  const seconds = (performance.now() - started) / 1000
  const end =
    child.signalCode === null ? "" : `\nended by ${child.signalCode} after ${seconds.toFixed(0)} s\n`
  return { ok: code === 0, seconds, output: output + end }
}

/** A tool of `node_modules/.bin`, run by the Bun that the project pins. */
export const tool = (name: string, ...parameters: readonly string[]): readonly string[] => [
  process.execPath,
  "--bun",
  `node_modules/.bin/${name}`,
  ...parameters,
]
