import { join } from "node:path"
import { root } from "../command.ts"
import type { Network, Place } from "./network.ts"

/** Where everything happens, and what runs there. */
export interface Stage {
  readonly network: Network
  /** For everything that is made on the way. */
  readonly folder: string
  /** `colombe`: the executable, or what runs it. */
  readonly colombe: readonly string[]
  /** Certificate of the authority that the people trust. */
  readonly authority: string
}

export interface Running {
  /** SIGTERM; resolves once it is gone. */
  end(): Promise<number>
}

/** A command runs for so many milliseconds at most: everything here takes seconds. */
const commandMilliseconds = 180_000

function spawn({ network, authority }: Stage, place: Place, command: readonly string[]) {
  const { COLOMBE_HOME: _, TRUSTED_PROXIES: __, ...inherited } = process.env
  return Bun.spawn([...network.at(place, command)], {
    cwd: root,
    env: { ...inherited, LC_ALL: "C", NODE_EXTRA_CA_CERTS: authority, XDG_DATA_HOME: "/nonexistent" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  })
}

/** What it prints; throws where it fails, with everything that it said. */
export async function run(stage: Stage, place: Place, command: readonly string[]): Promise<string> {
  const child = spawn(stage, place, command)
  const timer = setTimeout(() => child.kill(), commandMilliseconds)
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  clearTimeout(timer)
  if (code !== 0) throw new Error(`${command.join(" ")}: ended with ${code}\n${out}${err}`)
  return out
}

export const colombe = (stage: Stage, place: Place, ...args: readonly string[]): Promise<string> =>
  run(stage, place, [...stage.colombe, ...args])

/** Starts what goes on running; it has started once its output holds what `ready` looks for, or at once without. */
export async function start(
  stage: Stage,
  place: Place,
  command: readonly string[],
  ready?: RegExp,
): Promise<Running> {
  const child = spawn(stage, place, command)
  let said = ""
  const started = Promise.withResolvers<void>()
  const hear = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) {
      said += decoder.decode(chunk, { stream: true })
      if (ready?.test(said)) started.resolve()
    }
  }
  void hear(child.stdout)
  void hear(child.stderr)
  void child.exited.then(code =>
    started.reject(new Error(`${command.join(" ")}: ended with ${code}\n${said}`)),
  )
  if (ready === undefined) started.resolve()
  await started.promise
  return {
    end: () => {
      child.kill("SIGTERM")
      return child.exited
    },
  }
}

export const visitor = (stage: Stage, ...args: readonly string[]): Promise<string> =>
  run(stage, "people", [process.execPath, join(root, "tools/operate-check/visitor.ts"), ...args])
