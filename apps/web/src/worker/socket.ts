import type { Connect } from "@colombe/client"
import { subprotocol } from "@colombe/wire"

/** The `Connect` port over the browser's WebSocket. */
export const connectWebSocket: Connect = (url, events) => {
  const socket = new WebSocket(url, subprotocol)
  socket.binaryType = "arraybuffer"
  socket.addEventListener("open", () => events.opened())
  socket.addEventListener("message", ({ data }) => {
    if (data instanceof ArrayBuffer) events.received(new Uint8Array(data))
    else socket.close(unsupportedData)
  })
  const standing = new AbortController()
  const end = () => {
    if (standing.signal.aborted) return
    standing.abort()
    socket.close()
    events.closed("network")
  }
  socket.addEventListener("close", end)
  // Without a network nothing comes to say so, and a connection seems to stand for minutes.
  addEventListener("offline", end, { signal: standing.signal })
  return {
    send: message => {
      if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(message))
    },
    close: () => socket.close(),
  }
}

/** RFC 6455 §7.4.1; browsers let a page name codes from 3000 only. */
const unsupportedData = 3003
