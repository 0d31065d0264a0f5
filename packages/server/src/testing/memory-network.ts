import type { Bytes } from "@colombe/base"
import type { RefusalCode } from "@colombe/wire"
import type { Peer, Topics } from "../peer.ts"
import type { Client, Server } from "../server.ts"

/** What a client's end of a connection hears. */
export interface Ears {
  frame(frame: Bytes): void
  /** The server ended it, for this reason. */
  closed(code: RefusalCode): void
}

/** A client's end of a connection in this process. */
export interface MemoryConnection {
  /** A binary or a text frame. Resolves when the server has dealt with it. */
  send(frame: Bytes | string): Promise<void>
  close(): void
  /** Stops reading: what the server sends waits, and counts as unread. */
  hold(): void
  release(): void
}

/** Topics and connections without a socket. */
export interface MemoryNetwork {
  readonly topics: Topics
  connect(server: Server, ears: Ears, origin?: string): MemoryConnection
}

export function memoryNetwork(): MemoryNetwork {
  const subscribers = new Map<string, Set<(frame: Bytes) => void>>()
  return {
    topics: {
      publish: (topic, frame) => {
        for (const deliver of [...(subscribers.get(topic) ?? [])]) deliver(frame)
      },
    },
    connect: (server, ears, origin = "memory") => {
      const inbox = createInbox(ears)
      let client: Client | undefined
      let isOpen = true
      const end = () => {
        isOpen = false
        for (const set of subscribers.values()) set.delete(inbox.take)
        client?.closed()
      }
      const peer: Peer = {
        origin,
        send: inbox.take,
        unread: inbox.unread,
        subscribe: topic => {
          subscribers.set(topic, (subscribers.get(topic) ?? new Set()).add(inbox.take))
        },
        unsubscribe: topic => void subscribers.get(topic)?.delete(inbox.take),
        close: code => {
          if (!isOpen) return
          end()
          ears.closed(code)
        },
      }
      client = server.open(peer)
      return {
        send: async frame => {
          if (isOpen) await client.receive(frame)
        },
        close: () => {
          if (isOpen) end()
        },
        hold: inbox.hold,
        release: inbox.release,
      }
    },
  }
}

function createInbox(ears: Ears) {
  let held: Bytes[] | undefined
  return {
    take: (frame: Bytes) => {
      if (held) held.push(frame.slice())
      else ears.frame(frame.slice())
    },
    unread: () => held?.reduce((sum, { length }) => sum + length, 0) ?? 0,
    hold: () => {
      held ??= []
    },
    release: () => {
      const waiting = held ?? []
      held = undefined
      for (const frame of waiting) ears.frame(frame)
    },
  }
}
