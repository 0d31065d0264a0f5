import { type ChildProcess, spawn } from "node:child_process"
import { join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "../../../..")
const bun = join(root, "node_modules/.bin/bun")
const executable = join(root, "apps/cli/src/main.ts")

/** How one command ended, as a script would see it. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** The code in brackets at the end of the sentence is what a script looks for. */
export function refused({ code, err }: Ran): {
  readonly code: number | null
  readonly reason: string | undefined
} {
  return { code, reason: /\(([a-z-]+)\)$/m.exec(err)?.[1] }
}

/** Milliseconds for one test: many processes start one after the other, perhaps on a loaded machine. */
export const testMilliseconds = 90_000

export interface Surroundings {
  readonly input?: string | Uint8Array
  /** Input is not at its end yet: a test goes on writing to `child.stdin`. */
  readonly open?: boolean
  /** Beside those of this process, without the ones that Colombe reads. */
  readonly environment?: Readonly<Record<string, string>>
  /** A command that runs another with what surrounds it changed: the executable becomes its last arguments. */
  readonly through?: readonly string[]
}

/** The real executable in a process of its own. */
export interface Process {
  readonly child: ChildProcess
  /** Whole lines of standard output so far. */
  lines(): readonly string[]
  /** Resolves with the first line, of those printed already and those to come, that `accepts`. */
  line(accepts: (line: string, index: number) => boolean): Promise<string>
  /** Resolves once standard error holds what `pattern` looks for. */
  complains(pattern: RegExp): Promise<void>
  readonly ended: Promise<Ran>
}

const living = new Set<ChildProcess>()

/** Ends whatever a failed test left behind; for `afterAll`. */
export async function endProcesses(): Promise<void> {
  const gone = [...living].map(child => new Promise(done => child.once("close", done)))
  for (const child of living) child.kill("SIGKILL")
  await Promise.all(gone)
}

export function startBinary(args: readonly string[], surroundings?: Surroundings): Process {
  return startScript(executable, args, surroundings)
}

/** A program of a test's own, on the same runtime. */
export function startScript(
  script: string,
  args: readonly string[],
  { input = "", open = false, environment, through = [] }: Surroundings = {},
): Process {
  const { COLOMBE_HOME: _, COLOMBE_PASSPHRASE: __, COLOMBE_ACCOUNT: ___, ...inherited } = process.env
  const [command = bun, ...before] = [...through, bun]
  const child = spawn(command, [...before, script, ...args], {
    env: { ...inherited, LC_ALL: "C", ...environment },
  })
  living.add(child)
  let out = ""
  let err = ""
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of [...waiting]) look()
  }
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    out += chunk
    wake()
  })
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    err += chunk
    wake()
  })
  const ended = new Promise<Ran>(done =>
    child.once("close", code => {
      living.delete(child)
      done({ code, out, err })
    }),
  )
  // A process that refuses its arguments may be gone before it has read anything.
  child.stdin.on("error", () => {})
  if (open) child.stdin.write(input)
  else child.stdin.end(input)
  const lines = () => out.split("\n").slice(0, -1)
  return {
    child,
    lines,
    ended,
    complains: pattern =>
      new Promise((found, failed) => {
        const look = () => {
          if (!pattern.test(err)) return
          waiting.delete(look)
          found()
        }
        waiting.add(look)
        look()
        ended.then(({ code }) => failed(new Error(`ended with ${code}: ${out}${err}`)))
      }),
    line: accepts =>
      new Promise((found, failed) => {
        const look = () => {
          const line = lines().find(accepts)
          if (line === undefined) return
          waiting.delete(look)
          found(line)
        }
        waiting.add(look)
        look()
        ended.then(({ code }) => failed(new Error(`ended with ${code}: ${out}${err}`)))
      }),
  }
}

/** Runs one command to its end. */
export function runBinary(args: readonly string[], surroundings?: Surroundings): Promise<Ran> {
  return startBinary(args, surroundings).ended
}
