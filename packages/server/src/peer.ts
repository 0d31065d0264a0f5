import type { Bytes } from "@colombe/base"
import type { RefusalCode } from "@colombe/wire"

/** One client's socket, as the core sees it. */
export interface Peer {
  /** Where the client connects from, for counting alone: never logged or stored. */
  readonly origin: string
  /** Hands over one frame; it may wait in memory until the client reads it. */
  send(frame: Bytes): void
  /** Bytes that were handed over and that the client has not read yet. */
  unread(): number
  subscribe(topic: string): void
  unsubscribe(topic: string): void
  /** Ends the connection after what was sent. */
  close(code: RefusalCode): void
}

/** Hands one frame, encoded once, to every peer that subscribed to the topic. */
export interface Topics {
  publish(topic: string, frame: Bytes): void
}
