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
  socket.addEventListener("close", () => {
    if (opened) events.closed("network")
    else void answersOtherwise(url).then(answers => events.closed(answers ? "refused" : "network"))
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
/** Milliseconds that an answer of the kind below may take. */
const answerMilliseconds = 3000
/** What a server says while it starts. */
const serviceUnavailable = 503

/** A handshake that failed looks the same where nobody listens and where another kind of server does: asking tells. */
async function answersOtherwise(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(answerMilliseconds)
    const answer = await fetch(url.replace(/^ws/, "http"), { method: "HEAD", redirect: "manual", signal })
    return answer.status !== serviceUnavailable
  } catch {
    return false
  }
}
