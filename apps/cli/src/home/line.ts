import type { Socket } from "node:net"
import { encodeFrame, type FrameCode, frameBytesMax, frameReader } from "./frames.ts"

/** One connection between two processes of a home. */
export interface Line {
  send(value: unknown): void
  close(): void
}

/** Bytes that may wait for a process that reads nothing, before it is let go. */
const queuedBytesMax = 2 * frameBytesMax

/** `received` tells whether the frame was one that can be here; `closed` comes once, with a code where this side closed because of a frame. */
export function lineOver(
  socket: Socket,
  events: {
    readonly received: (value: unknown) => boolean
    readonly closed: (code: FrameCode | undefined) => void
  },
): Line {
  let why: FrameCode | undefined
  let isOver = false
  const send = (value: unknown): void => {
    const frame = encodeFrame(value)
    if (!frame.ok) refuse(frame.code)
    else if (!isOver) {
      socket.write(frame.value)
      if (socket.writableLength > queuedBytesMax) socket.destroy()
    }
  }
  const refuse = (code: FrameCode): void => {
    if (isOver) return
    why = code
    send({ type: "closing", code })
    isOver = true
    socket.end()
  }
  const read = frameReader(value => {
    if (!isOver && !events.received(value)) refuse("home-frame-malformed")
  })
  socket.on("data", (piece: Uint8Array) => {
    if (isOver) return
    const taken = read(piece)
    if (!taken.ok) refuse(taken.code)
  })
  // A connection that breaks is closed: that is all there is to it.
  socket.on("error", () => {})
  socket.once("close", () => {
    isOver = true
    events.closed(why)
  })
  return {
    send,
    close() {
      isOver = true
      socket.end()
    },
  }
}
