import type { Bytes } from "@colombe/base"
import type { ServerWebSocket } from "bun"

/** What one socket is sent within one turn of the event loop: one write instead of one for each frame. */
export interface Outbox {
  send(frame: Bytes): void
  /** Bytes that the socket was not given yet. */
  waiting(): number
  /** At once, before what is said to the socket itself. */
  flush(): void
}

const open = 1

export function outboxOf(socket: Pick<ServerWebSocket<unknown>, "cork" | "send" | "readyState">): Outbox {
  let frames: Bytes[] = []
  let bytes = 0
  const flush = (): void => {
    const sending = frames
    frames = []
    bytes = 0
    if (sending.length === 0 || socket.readyState !== open) return
    socket.cork(() => {
      for (const frame of sending) socket.send(frame)
    })
  }
  return {
    send(frame) {
      if (frames.length === 0) setImmediate(flush)
      frames.push(frame)
      bytes += frame.length
    },
    waiting: () => bytes,
    flush,
  }
}
