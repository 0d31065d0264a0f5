import { createServer } from "node:net"
import { type Process, type Surroundings, startBinary } from "./binary.ts"

/** `colombe serve` on a folder of its own, which can be killed and started again on the same port. */
export interface TestServer {
  readonly url: string
  readonly port: number
  readonly data: string
  /** What this run of it prints. */
  process(): Process
  start(...more: readonly string[]): Promise<void>
  /** SIGKILL: nothing is flushed, nobody is told. */
  kill(): Promise<void>
  /** SIGTERM; the value is the exit code. */
  end(): Promise<number | null>
}

/** Not started yet. `surroundings` are those of each run. */
export async function testServer(data: string, surroundings: Surroundings = {}): Promise<TestServer> {
  const port = await freePort()
  let running: Process | undefined
  const process = () => {
    if (running === undefined) throw new Error("the server was never started")
    return running
  }
  const stop = (signal: NodeJS.Signals) => {
    const { child, ended } = process()
    child.kill(signal)
    return ended
  }
  return {
    url: `http://localhost:${port}`,
    port,
    data,
    process,
    start: async (...more) => {
      running = startBinary(["serve", "--data", data, "--port", String(port), ...more], surroundings)
      // It prints its address once it answers.
      await running.line(line => line.startsWith("http"))
    },
    kill: async () => void (await stop("SIGKILL")),
    end: async () => (await stop("SIGTERM")).code,
  }
}

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
