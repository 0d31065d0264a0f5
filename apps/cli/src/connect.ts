import type { Connect } from "@colombe/client"
import { subprotocol } from "@colombe/wire"

/** The `Connect` port over the platform's WebSocket. */
export const connectWebSocket: Connect = (url, events) => {
  const socket = new WebSocket(url, subprotocol)
  socket.binaryType = "arraybuffer"
  let opened = false
  socket.addEventListener("open", () => {
    opened = true
    events.opened()
  })
  socket.addEventListener("message", event => {
    if (event.data instanceof ArrayBuffer) events.received(new Uint8Array(event.data))
    else socket.close(unsupportedData)
  })
  socket.addEventListener("close", event => {
    // A socket that never opened was refused at the handshake, or there is nobody: 1006 alone does not tell which.
    events.closed(opened || event.code === abnormalClosure ? "network" : "refused")
  })
  return {
    send: message => {
      if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(message))
    },
    close: () => socket.close(),
  }
}

/** RFC 6455 §7.4.1. */
const unsupportedData = 1003
const abnormalClosure = 1006
