import { type Bytes, type Clock, fail, type Milliseconds, type Result } from "@colombe/base"
import {
  callsInFlightMax,
  Delivery,
  decodeResponse,
  decodeServerFrame,
  type Event,
  encodeCall,
  encodeRequest,
  fromRefusal,
  type MethodKey,
  type RequestInit,
  type ResponseOf,
  type ServerFrame,
} from "@colombe/wire"
import type { Connect } from "../api/index.ts"

/** How long a call may wait for its answer, in milliseconds. */
export const callMilliseconds: Milliseconds = 20_000
/** How long a connection may take to open, in milliseconds. */
export const openMilliseconds: Milliseconds = 15_000

type DeliveryMethod<Key extends MethodKey> = (typeof Delivery.method)[Key]

/** One connection: calls with their answers, and events. Once closed it stays closed. */
export interface Wire {
  call<Key extends MethodKey>(
    key: Key,
    request: RequestInit<DeliveryMethod<Key>>,
  ): Promise<Result<ResponseOf<DeliveryMethod<Key>>>>
  close(): void
}

export interface WireEvents {
  readonly event: (event: Event) => void
  /** Once, and not for one's own `close`. Calls under way have failed by then. */
  readonly closed: (code: string) => void
}

interface Waiting {
  readonly answered: (answer: Result<Bytes>) => void
}

interface State {
  nextId: number
  readonly waiting: Map<number, Waiting>
  /** Messages of the other side so far. */
  heard: number
  /** Why it closed; undefined while it is open. */
  closed: string | undefined
}

/** Opens a connection; resolves when it is open, or fails with `server-unreachable` or `timeout`. */
export function openWire(
  ports: { readonly connect: Connect; readonly clock: Clock },
  url: string,
  events: WireEvents,
): Promise<Result<Wire>> {
  const state: State = { nextId: 1, waiting: new Map(), heard: 0, closed: undefined }
  return new Promise(resolve => {
    let isOpen = false
    const end = (code: string, told = true): void => {
      if (state.closed !== undefined) return
      state.closed = code
      cancel()
      for (const { answered } of [...state.waiting.values()]) answered(fail(code, "after-delay"))
      if (!isOpen) resolve(fail(code, "after-delay"))
      else if (told) events.closed(code)
    }
    const socket = ports.connect(url, {
      opened() {
        if (state.closed !== undefined) return
        isOpen = true
        cancel()
        resolve({ ok: true, value: { call: (key, request) => call(key, request), close } })
      },
      received(message) {
        if (state.closed !== undefined) return
        state.heard += 1
        const code = receive(state, events, message)
        if (code === undefined) return
        end(code)
        socket.close()
      },
      closed: reason =>
        end(isOpen ? "connection-lost" : reason === "refused" ? "server-not-colombe" : "server-unreachable"),
    })
    const close = (): void => {
      end("connection-lost", false)
      socket.close()
    }
    const cancel = ports.clock.after(openMilliseconds, () => {
      end("timeout")
      socket.close()
    })
    const silent = (): void => {
      end("connection-lost")
      socket.close()
    }
    const line = { clock: ports.clock, state, send: socket.send, silent }
    const call: Wire["call"] = (key, request) => callMethod(line, key, request)
  })
}

/** Hands a frame on. A code: the other side does not speak the protocol, and the connection ends. */
function receive(state: State, events: WireEvents, message: Bytes): string | undefined {
  const frame = decodeServerFrame(message)
  if (!frame.ok) return "server-not-colombe"
  const { frame: content } = frame.value
  if (content.case === "event") events.event(content.value)
  if (content.case === "answer") answer(state, content.value)
  return undefined
}

function answer(state: State, value: Extract<ServerFrame["frame"], { case: "answer" }>["value"]): void {
  // An answer after its call timed out is no one's.
  const waiting = state.waiting.get(value.id)
  if (waiting === undefined) return
  const { result } = value
  if (result.case === "body") waiting.answered({ ok: true, value: result.value })
  else if (result.case === "refusal") waiting.answered(fromRefusal(result.value))
  else waiting.answered(fail("server-not-colombe"))
}

interface Line {
  readonly clock: Clock
  readonly state: State
  readonly send: (message: Bytes) => void
  /** A call waited its time, and nothing at all was heard. */
  readonly silent: () => void
}

async function callMethod<Key extends MethodKey>(
  { clock, state, send, silent }: Line,
  key: Key,
  request: RequestInit<DeliveryMethod<Key>>,
): Promise<Result<ResponseOf<DeliveryMethod<Key>>>> {
  if (state.closed !== undefined) return fail(state.closed, "after-delay")
  if (state.waiting.size >= callsInFlightMax) return fail("rate-limited", "after-delay")
  const method = Delivery.method[key]
  const id = state.nextId
  state.nextId = id === 0xffffffff ? 1 : id + 1
  const answered = await new Promise<Result<Bytes>>(resolve => {
    const { heard } = state
    const cancel = clock.after(callMilliseconds, () => {
      settle(fail("timeout", "after-delay"))
      if (state.heard === heard) silent()
    })
    const settle = (result: Result<Bytes>): void => {
      cancel()
      state.waiting.delete(id)
      resolve(result)
    }
    state.waiting.set(id, { answered: settle })
    send(encodeCall(id, method.name, encodeRequest(method, request)))
  })
  if (!answered.ok) return answered
  const response = decodeResponse(method, answered.value)
  return response.ok
    ? (response as Result<ResponseOf<DeliveryMethod<Key>>>)
    : fail("server-not-colombe", "never", response.cause)
}
