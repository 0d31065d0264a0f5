import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import fc from "fast-check"
import { Delivery } from "./gen/colombe/v1/delivery_pb.ts"
import {
  decodeCall,
  decodeRequest,
  decodeResponse,
  decodeServerFrame,
  encodeAnswer,
  encodeCall,
  encodeEvent,
  encodeRefusal,
  encodeRequest,
  encodeResponse,
} from "./index.ts"
import { frameBytesMax } from "./limits.ts"
import { refuse } from "./refusal.ts"

test("W2 a call comes back as it was sent", () => {
  const body = encodeRequest(Delivery.method.append, { conversation: new Uint8Array(32), epoch: 7n })
  const call = unwrap(decodeCall(encodeCall(4_294_967_295, "Append", body)))
  expect({ id: call.id, method: call.method }).toEqual({ id: 4_294_967_295, method: "Append" })
  const request = unwrap(decodeRequest(Delivery.method.append, call.body))
  expect(request.epoch).toBe(7n)
  expect(request.conversation).toEqual(new Uint8Array(32))
})

test("W2 an empty frame, a call without id and what is no call are malformed", () => {
  for (const frame of [new Uint8Array(), encodeCall(0, "Append", new Uint8Array()), toUtf8('{"id":1}')])
    expect(decodeCall(frame)).toMatchObject({ ok: false, code: "frame-malformed" })
})

test("W2 a method name that is no UTF-8 is malformed", () => {
  const frame = encodeCall(1, "Append", new Uint8Array())
  const name = frame.indexOf("A".charCodeAt(0))
  frame[name] = 0xff
  expect(decodeCall(frame)).toMatchObject({ ok: false, code: "frame-malformed" })
})

test("W3 a frame of the limit passes, one byte more does not", () => {
  const overhead = encodeCall(1, "Append", new Uint8Array(frameBytesMax - 100)).length - (frameBytesMax - 100)
  const whole = encodeCall(1, "Append", new Uint8Array(frameBytesMax - overhead))
  expect(whole.length).toBe(frameBytesMax)
  expect(decodeCall(whole).ok).toBe(true)
  expect(decodeCall(encodeCall(1, "Append", new Uint8Array(frameBytesMax - overhead + 1)))).toMatchObject({
    code: "frame-too-large",
  })
})

test("W4 whatever the bytes, reading them gives a message or a code, and never throws", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      for (const read of [decodeCall(bytes), decodeServerFrame(bytes)])
        if (!read.ok) expect(read.code).toBe("frame-malformed")
      const request = decodeRequest(Delivery.method.commit, bytes)
      if (!request.ok) expect(request.code).toBe("request-invalid")
    }),
  )
})

test("W4 fields that a newer side adds are skipped", () => {
  const unknownField = Uint8Array.of(0xf8, 0x07, 0x01)
  const body = encodeRequest(Delivery.method.greet, { wireVersion: 1 })
  const read = unwrap(decodeRequest(Delivery.method.greet, Uint8Array.of(...body, ...unknownField)))
  expect(read.wireVersion).toBe(1)
  expect(read.$unknown).toBeUndefined()
})

test("W2 an answer carries the id and either a body or a code", () => {
  const body = encodeResponse(Delivery.method.signIn, { keyPackagesLeft: 50 })
  const answered = unwrap(decodeServerFrame(encodeAnswer(9, body))).frame
  expect(answered.case).toBe("answer")
  if (answered.case !== "answer" || answered.value.result.case !== "body") throw new Error("no body")
  expect(answered.value.id).toBe(9)
  expect(unwrap(decodeResponse(Delivery.method.signIn, answered.value.result.value)).keyPackagesLeft).toBe(50)
  const refused = unwrap(decodeServerFrame(encodeRefusal(9, refuse("stale-epoch")))).frame
  if (refused.case !== "answer" || refused.value.result.case !== "refusal") throw new Error("no refusal")
  expect(refused.value.result.value.code).toBe("stale-epoch")
})

test("W2 an event has no id", () => {
  const closing = unwrap(decodeServerFrame(encodeEvent({ case: "closing", value: { code: "slow-reader" } })))
  if (closing.frame.case !== "event" || closing.frame.value.event.case !== "closing")
    throw new Error("no event")
  expect(closing.frame.value.event.value.code).toBe("slow-reader")
})
