import type { Bytes, Milliseconds } from "@colombe/base"
import { type BlobAccess, blobAccess } from "./blobs/access.ts"
import { ticketKeyBytes } from "./blobs/tickets.ts"
import { forgetFull } from "./buckets.ts"
import { createChainCache } from "./chains.ts"
import { Connection } from "./connection.ts"
import type { ServerContext, ServerPorts, ServerSettings } from "./context.ts"
import { receive } from "./dispatch.ts"
import { FanOut } from "./fan-out.ts"
import { createGroupCache } from "./groups.ts"
import { InOrder } from "./in-order.ts"
import { Lanes } from "./lanes.ts"
import { forgetBoxes } from "./link-boxes.ts"
import { admit, createLive, type Live, leave } from "./live.ts"
import type { Peer } from "./peer.ts"
import { forgetSlots } from "./reservations.ts"
import { Sweeper } from "./sweeper.ts"

/** How often what time makes void is forgotten, slow readers are let go, and a fan-out that failed is tried again. */
export const sweepMilliseconds: Milliseconds = 5_000

/** One connected client, for whoever owns its socket. */
export interface Client {
  /** A binary frame, or the text of a text frame. Resolves when the call was answered. */
  receive(frame: Bytes | string): Promise<void>
  /** The socket is gone, whoever closed it. */
  closed(): void
}

/** Who is connected, without from where. */
export interface Presence {
  readonly connections: number
  /** Of them, those that have not signed in. */
  readonly unsigned: number
  /** Accounts that are signed in, as `keyOf` writes them, with their connections. */
  readonly accounts: ReadonlyMap<string, number>
}

export interface Server {
  presence(): Presence
  readonly blobs: BlobAccess
  open(peer: Peer): Client
  /** Resolves when every index and mailbox has what the logs owe them, and what had to go is gone. */
  settled(): Promise<void>
  /** Answers what was asked, tells every client, and returns when nothing is under way. The store stays open. */
  stop(): Promise<void>
}

export function createServer(ports: ServerPorts & ServerSettings): Server {
  const live = createLive()
  const context: ServerContext = {
    ...ports,
    live,
    ticketKey: ports.crypto.random(ticketKeyBytes),
    buckets: new Map(),
    chains: createChainCache(),
    groups: createGroupCache(),
    inOrder: new InOrder(),
    lanes: new Lanes(),
    reservations: new Map(),
    linkBoxes: new Map(),
    fanOut: new FanOut({ ...ports, live }),
    sweeper: new Sweeper(ports, ports.keepFor),
  }
  const calls = new Set<Promise<void>>()
  let cancelSweep = sweepLater(context)
  let stopping = false
  let opened = 0
  function sweepLater(server: ServerContext): () => void {
    return server.clock.after(sweepMilliseconds, () => {
      sweep(server)
      cancelSweep = sweepLater(server)
    })
  }
  context.fanOut.kick()
  context.sweeper.kick()
  return {
    presence: () => presenceOf(live),
    blobs: blobAccess(context),
    open: peer => {
      opened += 1
      const connection = new Connection(
        `connection ${opened}`,
        peer,
        context.clock.now(),
        context.limits.unreadBytesMax,
      )
      admitOrClose(context, connection, stopping)
      return {
        receive: frame => {
          if (stopping) return Promise.resolve()
          const call = receive(context, connection, frame)
          calls.add(call)
          return call.finally(() => calls.delete(call))
        },
        closed: () => {
          leave(live, connection)
          connection.closed()
        },
      }
    },
    settled: async () => {
      await context.fanOut.idle()
      await context.sweeper.idle()
    },
    stop: async () => {
      stopping = true
      cancelSweep()
      await Promise.all(calls)
      await context.fanOut.idle()
      await context.sweeper.stop()
      for (const connection of [...live.connections.keys()]) {
        leave(live, connection)
        connection.close("server-stopping")
      }
    },
  }
}

function presenceOf({ connections, byAccount, unsigned }: Live): Presence {
  const accounts = new Map([...byAccount].map(([account, own]) => [account, own.size]))
  const waiting = [...unsigned.values()].reduce((sum, count) => sum + count, 0)
  return { connections: connections.size, unsigned: waiting, accounts }
}

function admitOrClose({ live, limits }: ServerContext, connection: Connection, stopping: boolean): void {
  const isBusy =
    live.connections.size >= limits.connectionsMax ||
    (live.unsigned.get(connection.peer.origin) ?? 0) >= limits.unsignedPerOriginMax
  if (stopping) connection.close("server-stopping")
  else if (isBusy) connection.close("server-busy")
  else admit(live, connection)
}

function sweep(server: ServerContext): void {
  const now = server.clock.now()
  forgetFull(server.buckets, now)
  forgetSlots(server.reservations, now)
  forgetBoxes(server.linkBoxes, now)
  for (const connection of [...server.live.connections.keys()]) {
    const isUnsigned = connection.session.at !== "signed-in"
    if (connection.isSlow) connection.close("slow-reader")
    else if (isUnsigned && now - connection.openedAt >= server.limits.unsignedMillisecondsMax)
      connection.close("not-signed-in")
  }
  server.fanOut.kick()
  server.sweeper.kick()
}
