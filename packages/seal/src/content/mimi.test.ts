import { expect, test } from "bun:test"
import { type Bytes, fromHex, toHex, unwrap } from "@colombe/base"
import fc from "fast-check"
import { mimiExamples } from "../testing/mimi-examples.ts"
import { seededCrypto } from "../testing/room.ts"
import { type CborValue, cborDepthMax, decodeCbor, encodeCbor } from "./cbor.ts"
import { roomUri, senderUri } from "./extensions.ts"
import { mimiMessageId } from "./message-id.ts"
import type { MimiContent, Part } from "./mimi.ts"
import { decodeMimi } from "./mimi-decode.ts"
import { encodeMimi } from "./mimi-encode.ts"

const crypto = seededCrypto("mimi")

function bytesOf(hex: string): Bytes {
  const bytes = fromHex(hex)
  if (bytes === undefined) throw new Error("not hexadecimal")
  return bytes
}

for (const { name, cbor, messageId } of mimiExamples)
  test(`N1, N3 the draft's example "${name}" reads, writes back the same, and has its MessageId`, () => {
    const content = unwrap(decodeMimi(bytesOf(cbor)))
    expect(toHex(encodeMimi(content))).toBe(cbor)
    const uri = (extension: number) => String(content.extensions.get(extension))
    const id = mimiMessageId(crypto, uri(senderUri), uri(roomUri), bytesOf(cbor), content.salt)
    expect(toHex(id)).toBe(messageId)
  })

const bytes = (max: number) => fc.uint8Array({ maxLength: max })
const value: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>(tie => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 2 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: "grapheme" }),
    bytes(20),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
})).value
const head = {
  disposition: fc.integer({ min: 0, max: 255 }),
  language: fc.constantFrom("", "fr", "en-GB,fr"),
}
const single = fc.record({
  ...head,
  cardinality: fc.constant("single" as const),
  contentType: fc.string(),
  content: bytes(40),
})
const parts: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ ...head, cardinality: fc.constant("null" as const) }),
  single,
  fc.record({
    ...head,
    cardinality: fc.constant("multi" as const),
    semantics: fc.constantFrom("choose-one" as const, "single-unit" as const, "process-all" as const),
    parts: fc.array(single, { minLength: 2, maxLength: 4 }),
  }),
)
const contents: fc.Arbitrary<MimiContent> = fc.record({
  salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  replaces: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }), { nil: undefined }),
  topicId: bytes(20),
  expires: fc.option(fc.record({ relative: fc.boolean(), time: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }), {
    nil: undefined,
  }),
  inReplyTo: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }), { nil: undefined }),
  extensions: fc
    .array(fc.tuple(fc.oneof(fc.maxSafeInteger(), fc.string({ minLength: 1 })), value), { maxLength: 5 })
    .map(entries => new Map(entries)),
  part: parts,
})

test("N1 whatever is written is read back the same", () => {
  fc.assert(
    fc.property(contents, content => {
      const written = encodeMimi(content)
      expect(toHex(encodeMimi(unwrap(decodeMimi(written))))).toBe(toHex(written))
    }),
    { numRuns: 200 },
  )
})

test("N1 bytes from anybody end in a value or a code, never in a throw", () => {
  const codes = ["content-malformed", "content-not-canonical"]
  fc.assert(
    fc.property(bytes(120), input => {
      const decoded = decodeMimi(input)
      expect(decoded.ok || codes.includes(decoded.code)).toBe(true)
    }),
    { numRuns: 1000 },
  )
  const example = bytesOf(mimiExamples[0].cbor)
  for (let index = 0; index < example.length; index++)
    for (const mask of [1, 0x20, 0x80]) {
      const decoded = decodeMimi(example.with(index, (example[index] ?? 0) ^ mask))
      expect(decoded.ok || codes.includes(decoded.code)).toBe(true)
    }
})

test("N1 forms other than the deterministic one are refused", () => {
  const cases: Record<string, number[]> = {
    "keys out of order": [0xa2, 2, 1, 1, 2],
    "a key twice": [0xa2, 1, 1, 1, 2],
    "a number that could be shorter": [0x18, 1],
    "a length that could be shorter": [0x58, 1, 0],
    "an indefinite length": [0x9f, 0xff],
    "text that is not UTF-8": [0x61, 0xff],
    "a float that is whole": [0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
    undefined: [0xf7],
    "a tag": [0xc0, 0x60],
    "a number above 2^53": [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    "two values": [0, 0],
    nothing: [],
    "a cut array": [0x82, 0],
    "an array of 2^32 items": [0x9b, 0, 0, 0, 1, 0, 0, 0, 0],
    "a string of 4 GB": [0x5a, 0xff, 0xff, 0xff, 0xff],
    "a million arrays within each other": [...new Array(1_000_000).fill(0x81), 0],
  }
  for (const [name, input] of Object.entries(cases))
    expect([name, decodeCbor(Uint8Array.from(input)).ok]).toEqual([name, false])
})

test("N1 nesting is allowed to its limit and no further", () => {
  const nested = (depth: number): CborValue => (depth === 0 ? 0 : [nested(depth - 1)])
  expect(decodeCbor(encodeCbor(nested(cborDepthMax))).ok).toBe(true)
  expect(decodeCbor(encodeCbor(nested(cborDepthMax + 1))).ok).toBe(false)
})

test("N2 shapes that the draft does not have are refused", () => {
  const salt = new Uint8Array(16)
  const none = new Uint8Array()
  const part = [1, "", 1, "text/plain;charset=utf-8", none]
  const good: CborValue[] = [salt, null, none, null, null, new Map(), part]
  const code = (change: Record<number, CborValue>) => {
    const items = good.map((item, index) => change[index] ?? item)
    const decoded = decodeMimi(encodeCbor(items))
    return decoded.ok ? "read" : decoded.code
  }
  const deep = (levels: number): CborValue => (levels === 1 ? part : [1, "", 3, 0, [deep(levels - 1), part]])
  expect(code({})).toBe("read")
  expect(code({ 6: deep(4) })).toBe("read")
  expect(code({ 5: new Map([[7, [[["deep"]]]]]) })).toBe("read")
  for (const change of [
    { 0: new Uint8Array(15) },
    { 1: new Uint8Array(31) },
    { 3: [true, 2 ** 32] },
    { 3: [1, 1] },
    { 5: [] },
    { 5: new Map([["", 1]]) },
    { 5: new Map([["k".repeat(256), 1]]) },
    { 5: new Map([[7, [[[["deeper"]]]]]]) },
    { 6: deep(5) },
    { 6: [256, "", 0] },
    { 6: [1, "", 4] },
    { 6: [1, "", 0, "more"] },
    { 6: [1, "", 1, "text/plain"] },
    { 6: [1, "", 3, 0, [part]] },
    { 6: [1, "", 3, 3, [part, part]] },
  ])
    expect(code(change)).toBe("content-malformed")
  expect(decodeMimi(encodeCbor(good.slice(1))).ok).toBe(false)
})
