import { type Bytes, type Result, unwrap } from "@colombe/base"
import {
  Delivery,
  decodeResponse,
  decodeServerFrame,
  encodeCall,
  encodeRequest,
  fromRefusal,
  type MethodKey,
  type RequestInit,
  type ResponseOf,
  subprotocol,
} from "@colombe/wire"

type MethodOf<Key extends MethodKey> = (typeof Delivery.method)[Key]

/** A real connection to a server, on which a test may say whatever it likes. */
export interface WireSocket {
  send(frame: Bytes | string): void
  call<Key extends MethodKey>(
    key: Key,
    request: RequestInit<MethodOf<Key>>,
  ): Promise<Result<ResponseOf<MethodOf<Key>>>>
  callRaw(method: string, body: Bytes): Promise<Result<Bytes>>
  /** Resolves when the server ends the connection: the WebSocket's code, its reason, and the code of the event before. */
  readonly ended: Promise<{ readonly status: number; readonly reason: string; readonly told: string }>
  close(): void
}

export async function wireSocket(url: string): Promise<WireSocket> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), subprotocol)
  socket.binaryType = "arraybuffer"
  const waiting = new Map<number, (answer: Result<Bytes>) => void>()
  let told = ""
  socket.addEventListener("message", ({ data }) => {
    const { frame } = unwrap(decodeServerFrame(new Uint8Array(data as ArrayBuffer)))
    if (frame.case === "event" && frame.value.event.case === "closing") told = frame.value.event.value.code
    if (frame.case !== "answer") return
    const { id, result } = frame.value
    waiting.get(id)?.(
      result.case === "refusal"
        ? fromRefusal(result.value)
        : { ok: true, value: result.value ?? new Uint8Array() },
    )
    waiting.delete(id)
  })
  const ended = new Promise<Awaited<WireSocket["ended"]>>(done =>
    socket.addEventListener("close", ({ code, reason }) => done({ status: code, reason, told })),
  )
  await new Promise((opened, failed) => {
    socket.addEventListener("open", opened)
    socket.addEventListener("error", failed)
  })
  let lastId = 0
  const send: WireSocket["send"] = frame => socket.send(frame as Uint8Array<ArrayBuffer> | string)
  const callRaw: WireSocket["callRaw"] = (method, body) =>
    new Promise((answered, failed) => {
      lastId += 1
      waiting.set(lastId, answered)
      void ended.then(({ reason }) => failed(new Error(`ended: ${reason}`)))
      send(encodeCall(lastId, method, body))
    })
  return {
    send,
    callRaw,
    ended,
    close: () => socket.close(),
    call: async (key, request) => {
      const method = Delivery.method[key]
      const answer = await callRaw(method.name, encodeRequest(method, request))
      return answer.ok ? decodeResponse(method, answer.value) : answer
    },
  }
}
