import { type Bytes, unwrap } from "@colombe/base"
import {
  Delivery,
  decodeCall,
  decodeResponse,
  decodeServerFrame,
  type Event,
  encodeAnswer,
  encodeEvent,
  encodeResponse,
  type MethodKey,
  methodKeyOf,
  type ResponseOf,
} from "@colombe/wire"
import type { Device } from "./client-world.ts"

type Answers = {
  [Key in MethodKey]?: (
    response: ResponseOf<(typeof Delivery.method)[Key]>,
  ) => ResponseOf<(typeof Delivery.method)[Key]>
}

/** A malicious server, as one device sees it: what it answers, and which events it sends. */
export interface Malice {
  readonly answers?: Answers
  /** Undefined withholds it. */
  readonly events?: (event: Event) => Event | undefined
}

/** From now on, until it is called again. */
export function tamper({ link }: Device, { answers = {}, events = event => event }: Malice): void {
  const methods = new Map<number, MethodKey>()
  link.outgoing = frame => {
    const call = unwrap(decodeCall(frame))
    const key = methodKeyOf(call.method)
    if (key !== undefined) methods.set(call.id, key)
    return frame
  }
  link.incoming = bytes => {
    const { frame } = unwrap(decodeServerFrame(bytes))
    if (frame.case === "event") {
      const event = events(frame.value)
      return event?.event.case === undefined ? undefined : encodeEvent(event.event)
    }
    if (frame.case !== "answer" || frame.value.result.case !== "body") return bytes
    const key = methods.get(frame.value.id)
    const body = key === undefined ? undefined : changed(answers, key, frame.value.result.value)
    return body === undefined ? bytes : encodeAnswer(frame.value.id, body)
  }
}

function changed(answers: Answers, key: MethodKey, body: Bytes): Bytes | undefined {
  const change = answers[key] as ((response: unknown) => unknown) | undefined
  if (change === undefined) return undefined
  const method = Delivery.method[key]
  return encodeResponse(method, change(unwrap(decodeResponse(method, body))) as never)
}
