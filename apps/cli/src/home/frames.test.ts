import { expect, test } from "bun:test"
import { type Bytes, toUtf8, unwrap } from "@colombe/base"
import fc from "fast-check"
import { encodeFrame, frameBytesMax, frameReader } from "./frames.ts"

const value = fc.letrec(tie => ({
  any: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, 0, -1.5, "", "$bytes", "é🕊\u0000"),
    fc.string(),
    fc.uint8Array(),
    fc.array(fc.option(tie("any"), { nil: undefined })),
    fc.dictionary(
      fc.string().filter(key => !key.startsWith("$") && key !== "__proto__"),
      tie("any"),
    ),
  ),
})).any

function read(pieces: readonly Bytes[]) {
  const taken: unknown[] = []
  const take = frameReader(one => taken.push(one))
  const failed = pieces.map(piece => take(piece)).find(result => !result.ok)
  return { taken, code: failed?.ok === false ? failed.code : undefined }
}

const framed = (body: Bytes): Bytes => {
  const frame = new Uint8Array(4 + body.length)
  new DataView(frame.buffer).setUint32(0, body.length)
  frame.set(body, 4)
  return frame
}

test("HO3 HO4 what is said arrives as it was, in whatever pieces the stream brings it", () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (values, size) => {
      const stream = Uint8Array.from(values.flatMap(one => [...unwrap(encodeFrame(one))]))
      const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
        stream.slice(index * size, (index + 1) * size),
      )
      expect(read(pieces)).toEqual({ taken: values, code: undefined })
    }),
    { numRuns: 60 },
  )
})

test("HO3 what is too long is neither written nor waited for", () => {
  expect(encodeFrame("x".repeat(frameBytesMax))).toMatchObject({ code: "home-frame-too-big" })
  expect(read([Uint8Array.of(4, 0, 0, 1)])).toEqual({ taken: [], code: "home-frame-too-big" })
})

test("HO4 what is no JSON, no UTF-8, or no bytes where bytes are said to be, is malformed", () => {
  const bodies = [toUtf8("{"), new Uint8Array(), Uint8Array.of(0x22, 0xff, 0x22), toUtf8('{"$bytes":"*"}')]
  for (const body of [...bodies, toUtf8('{"$bytes":7}')])
    expect([body, read([framed(body)])]).toEqual([body, { taken: [], code: "home-frame-malformed" }])
})
