import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { root } from "../command.ts"

export interface Serving {
  readonly address: string
  /** Of the process that serves now. */
  pid(): number
  /** Where it keeps everything. */
  readonly data: string
  /** SIGKILL, then a new process on the same folder and port; resolves once that one answers. */
  killAndStart(): Promise<void>
  /** Ends it as an operator would; what it kept goes where it was made for the measurement. */
  stop(): Promise<void>
}

/** How a server is started; the executable is the one that is given, or this checkout's sources. */
export interface ServingOptions {
  readonly executable?: string | undefined
  readonly flags?: readonly string[]
}

/** The real server as its own process, on an empty folder below `parent`. */
export async function startServer(parent: string): Promise<Serving> {
  const data = mkdtempSync(join(parent, "bench-"))
  const serving = await serveOn(data)
  return {
    ...serving,
    async stop() {
      try {
        await serving.stop()
      } finally {
        rmSync(data, { recursive: true, force: true })
      }
    },
  }
}

/** The same on a folder that stays. */
export async function serveOn(
  data: string,
  { executable, flags = [] }: ServingOptions = {},
): Promise<Serving> {
  const program = executable === undefined ? [process.execPath, "apps/cli/src/main.ts"] : [executable]
  const start = async (port: string) => {
    const server = Bun.spawn([...program, "serve", "--data", data, "--port", port, ...flags], {
      cwd: root,
      // As deploy/colombe.service has it.
      env: { ...process.env, MIMALLOC_PURGE_DELAY: "-1" },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    })
    const address = await firstLine(server.stdout)
    if (address === undefined) throw new Error(`the server ended with ${await server.exited}`)
    return { server, address }
  }
  const first = await start("0")
  let { server } = first
  return {
    address: first.address,
    pid: () => server.pid,
    data,
    async killAndStart() {
      server.kill("SIGKILL")
      await server.exited
      server = (await start(new URL(first.address).port)).server
    },
    async stop() {
      server.kill("SIGTERM")
      const code = await server.exited
      if (code !== 0) throw new Error(`the server ended with ${code}`)
    },
  }
}

/** It is printed once the server answers. */
async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ""
  for await (const bytes of stream) {
    text += decoder.decode(bytes, { stream: true })
    const end = text.indexOf("\n")
    if (end >= 0) return text.slice(0, end)
  }
  return undefined
}
