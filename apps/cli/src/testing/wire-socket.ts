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

/** What carries frames: a WebSocket of the platform, or one made by hand. */
export interface Carrier {
  send(frame: Bytes | string): void
  close(): void
}

/** How a carrier tells what happens to it. */
export interface Ears {
  frame(bytes: Bytes): void
  closed(status: number, reason: string): void
}

/** With headers besides, as somebody might forge them. */
export async function wireSocket(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireSocket> {
  // The runtime takes headers too, of which the types of browsers know nothing.
  const options = { protocols: [subprotocol], headers } as unknown as string[]
  const socket = new WebSocket(url.replace(/^http/, "ws"), options)
  socket.binaryType = "arraybuffer"
  const spoken = speaking(ears => {
    socket.addEventListener("message", ({ data }) => ears.frame(new Uint8Array(data as ArrayBuffer)))
    socket.addEventListener("close", ({ code, reason }) => ears.closed(code, reason))
    return {
      send: frame => socket.send(frame as Uint8Array<ArrayBuffer> | string),
      close: () => socket.close(),
    }
  })
  await new Promise((opened, failed) => {
    socket.addEventListener("open", opened)
    socket.addEventListener("error", failed)
  })
  return spoken
}

/** The protocol over whatever carries its frames. */
export function speaking(over: (ears: Ears) => Carrier): WireSocket {
  const waiting = new Map<number, (answer: Result<Bytes>) => void>()
  const { promise: ended, resolve } = Promise.withResolvers<Awaited<WireSocket["ended"]>>()
  let told = ""
  const carrier = over({
    frame(bytes) {
      const { frame } = unwrap(decodeServerFrame(bytes))
      if (frame.case === "event" && frame.value.event.case === "closing") told = frame.value.event.value.code
      if (frame.case !== "answer") return
      const { id, result } = frame.value
      waiting.get(id)?.(
        result.case === "refusal"
          ? fromRefusal(result.value)
          : { ok: true, value: result.value ?? new Uint8Array() },
      )
      waiting.delete(id)
    },
    closed: (status, reason) => resolve({ status, reason, told }),
  })
  let lastId = 0
  const callRaw: WireSocket["callRaw"] = (method, body) =>
    new Promise((answered, failed) => {
      lastId += 1
      waiting.set(lastId, answered)
      void ended.then(({ reason }) => failed(new Error(`ended: ${reason}`)))
      carrier.send(encodeCall(lastId, method, body))
    })
  return {
    ...carrier,
    callRaw,
    ended,
    call: async (key, request) => {
      const method = Delivery.method[key]
      const answer = await callRaw(method.name, encodeRequest(method, request))
      return answer.ok ? decodeResponse(method, answer.value) : answer
    },
  }
}
