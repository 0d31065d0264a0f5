import { expect, test } from "bun:test"
import fc from "fast-check"
import {
  compare,
  equal,
  fromBase64Url,
  fromHex,
  fromUtf8,
  toBase64Url,
  toHex,
  toUtf8,
  uint,
} from "./index.ts"

test("hexadecimal and base64url go both ways", () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      expect(fromHex(toHex(bytes))).toEqual(bytes)
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes)
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString("base64url"))
    }),
  )
})

test("base64url has one form", () => {
  for (const text of ["A", "AB", "AA==", "A+", "é"]) expect(fromBase64Url(text)).toBeUndefined()
  expect(fromHex("0")).toBeUndefined()
  expect(fromHex("zz")).toBeUndefined()
})

/** Any text without lone surrogates; fast-check's own takes a second to build. */
const texts = fc
  .array(fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff })))
  .map(points => String.fromCodePoint(...points))

test("UTF-8 agrees with the platform's strict decoder", () => {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 12 }), texts.map(toUtf8)), bytes => {
      let expected: string | undefined
      try {
        expected = strict.decode(bytes)
      } catch {
        expected = undefined
      }
      expect(fromUtf8(bytes)).toBe(expected as string)
    }),
    { numRuns: 3000 },
  )
  fc.assert(fc.property(texts, text => expect(toUtf8(text)).toEqual(new TextEncoder().encode(text))))
})

test("order and equality are those of unsigned bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (left, right) => {
      expect(Math.sign(compare(left, right))).toBe(Buffer.compare(left, right))
      expect(equal(left, right)).toBe(compare(left, right) === 0)
    }),
  )
})

test("numbers are big-endian", () => {
  expect(uint(0x0102, 4)).toEqual(Uint8Array.from([0, 0, 1, 2]))
  expect(() => uint(256, 1)).toThrow()
})
