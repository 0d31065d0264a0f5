import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "../../..")
const executable = join(root, "apps/cli/src/main.ts")
const bun = join(root, "node_modules/.bin/bun")

/** The real server on a folder of its own, which can be killed and started again on the same port. */
export interface Server {
  readonly origin: string
  readonly data: string
  /** SIGKILL: nothing is flushed, nothing is told. */
  kill(): Promise<void>
  start(): Promise<void>
  /** SIGTERM, and the folder is removed. */
  end(): Promise<void>
}

export async function startServer(...more: readonly string[]): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), "colombe-server-"))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const place = ["--data", data, "--port", String(port), "--web", join(root, "apps/web/dist")]
  let child: ChildProcess | undefined
  const stop = async (signal: NodeJS.Signals) => {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null) return
    const gone = new Promise(done => running.once("exit", done))
    running.kill(signal)
    await gone
  }
  const start = async () => {
    child = spawn(bun, [executable, "serve", ...place, ...more], { stdio: ["ignore", "ignore", "inherit"] })
    await untilHealthy(origin, child)
  }
  await start()
  return {
    origin,
    data,
    start,
    kill: () => stop("SIGKILL"),
    end: async () => {
      await stop("SIGTERM")
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function untilHealthy(origin: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const healthy = await fetch(`${origin}/healthz`).then(
      answer => answer.status === 200,
      () => false,
    )
    if (healthy) return
    await new Promise(done => setTimeout(done, pollMs))
  }
  throw new Error(`the server ended with ${child.exitCode}`)
}

/** Milliseconds between two looks at a server that is starting. */
const pollMs = 20

export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.once("error", failed)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() =>
        address !== null && typeof address === "object" ? done(address.port) : failed(new Error("no port")),
      )
    })
  })
}

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs `colombe` as a person at a terminal would. */
export function colombe(home: string, args: readonly string[], input = ""): Promise<Ran> {
  return new Promise(done => {
    const child = spawn(bun, [executable, "--home", home, ...args], { env: { ...process.env, LC_ALL: "C" } })
    let out = ""
    let err = ""
    child.stdout.on("data", chunk => {
      out += chunk
    })
    child.stderr.on("data", chunk => {
      err += chunk
    })
    child.once("close", code => done({ code, out, err }))
    child.stdin.end(input)
  })
}

/** How many entries of a type the server's logs hold: read from its file beside it, since no client is told of others'. */
export function storedEntries(server: Server, type: number): number {
  const ask = `
    const { Database } = require("bun:sqlite")
    const database = new Database(process.argv.at(-1), { readonly: true })
    process.stdout.write(String(database.query("SELECT count(*) AS count FROM log WHERE type = ?").get(${type}).count))`
  const { stdout } = spawnSync(bun, ["-e", ask, join(server.data, "colombe.sqlite")], { encoding: "utf8" })
  return Number(stdout)
}
