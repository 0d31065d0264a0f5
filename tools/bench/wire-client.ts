import { assert, type Bytes, type Result } from "@colombe/base"
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

/** A connection that costs the generator little, so that thousands fit into one process. */
export interface WireClient {
  call<Key extends MethodKey>(
    key: Key,
    request: RequestInit<MethodOf<Key>>,
  ): Promise<Result<ResponseOf<MethodOf<Key>>>>
  /** Frames that were nobody's answer are counted and not read once this is set. */
  counting: (() => void) | undefined
  close(): void
}

/** Fails with `connection-lost` where the server does not take it. With headers besides, as somebody may forge them. */
export function connectWire(
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireClient> {
  // The runtime takes headers too, of which the types of browsers know nothing.
  const options = { protocols: [subprotocol], headers } as unknown as string[]
  const socket = new WebSocket(address.replace(/^http/, "ws"), options)
  socket.binaryType = "arraybuffer"
  const waiting = new Map<number, (frame: Bytes | undefined) => void>()
  let lastId = 0
  const client: WireClient = {
    counting: undefined,
    close: () => socket.close(),
    call: async (key, request) => {
      const method = Delivery.method[key]
      lastId += 1
      const id = lastId
      const frame = await new Promise<Bytes | undefined>(answered => {
        waiting.set(id, answered)
        if (socket.readyState === WebSocket.OPEN)
          socket.send(encodeCall(id, method.name, encodeRequest(method, request)) as Uint8Array<ArrayBuffer>)
        else answered(undefined)
      })
      if (frame === undefined) throw new Error("connection-lost")
      const read = decodeServerFrame(frame)
      assert(read.ok && read.value.frame.case === "answer", "an answer was matched by its id")
      const { result } = read.value.frame.value
      if (result.case === "refusal") return fromRefusal(result.value)
      return decodeResponse(method, result.value ?? new Uint8Array())
    },
  }
  const hear = (frame: Bytes) => {
    if (waiting.size === 0 && client.counting !== undefined) return client.counting()
    const read = decodeServerFrame(frame)
    assert(read.ok, "the server's frames can be read")
    if (read.value.frame.case !== "answer") return client.counting?.()
    const { id } = read.value.frame.value
    waiting.get(id)?.(frame)
    waiting.delete(id)
  }
  socket.addEventListener("message", ({ data }) => hear(new Uint8Array(data as ArrayBuffer)))
  return new Promise((opened, failed) => {
    socket.addEventListener("open", () => opened(client))
    socket.addEventListener("close", () => {
      for (const answered of waiting.values()) answered(undefined)
      waiting.clear()
      failed(new Error("connection-lost"))
    })
  })
}
