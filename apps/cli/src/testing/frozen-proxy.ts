import { connect, createServer, type Socket } from "node:net"
import { freePort } from "./server.ts"

/** Stands between clients and a server, and loses connections as a network does: without a word to either end. */
export interface FrozenProxy {
  readonly url: string
  /** What is said on the connections that are there reaches nobody any more; new ones are served. Gives how many. */
  freeze(): number
  close(): void
}

export async function frozenProxy(port: number): Promise<FrozenProxy> {
  const own = await freePort()
  const living = new Set<() => void>()
  const sockets = new Set<Socket>()
  const proxy = createServer(near => {
    const far = connect({ host: "localhost", port })
    const stop = () => {
      for (const end of [near, far]) {
        end.unpipe()
        end.removeAllListeners("end")
        end.resume()
      }
    }
    living.add(stop)
    for (const end of [near, far]) {
      sockets.add(end)
      end.on("error", () => end.destroy())
      end.once("close", () => {
        sockets.delete(end)
        // Of a frozen pair the other end is never told.
        if (living.delete(stop)) (end === near ? far : near).destroy()
      })
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>(done => proxy.listen(own, "localhost", done))
  return {
    url: `http://localhost:${own}`,
    freeze() {
      const frozen = living.size
      for (const stop of living) stop()
      living.clear()
      return frozen
    },
    close() {
      proxy.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
