import type { Bytes } from "@colombe/base"
import type { Connect } from "@colombe/client"
import { subprotocol } from "@colombe/wire"

/** A client's connection, which can be taken over once the client has signed in on it. */
export interface SocketTap {
  readonly connect: Connect
  /** From now on frames go here and no longer to the client; gives how to send one. */
  takeOver(received: (frame: Bytes) => void): (frame: Bytes) => void
}

/** For one client and one connection at a time. */
export function socketTap(): SocketTap {
  let current: WebSocket | undefined
  let taker: ((frame: Bytes) => void) | undefined
  const send = (frame: Bytes): void => void current?.send(frame as Uint8Array<ArrayBuffer>)
  return {
    connect(url, events) {
      const socket = new WebSocket(url, subprotocol)
      socket.binaryType = "arraybuffer"
      current = socket
      socket.addEventListener("open", () => events.opened())
      socket.addEventListener("message", ({ data }) => {
        const frame = new Uint8Array(data as ArrayBuffer)
        if (taker === undefined) events.received(frame)
        else taker(frame)
      })
      socket.addEventListener("close", () => events.closed("network"))
      return { send, close: () => socket.close() }
    },
    takeOver(received) {
      taker = received
      return send
    },
  }
}
