import { expect, test } from "bun:test"
import fc from "fast-check"
import { paddedBytesMax, paddedLength } from "./padding.ts"

test("S6 sizes are 384·2^k and 512·2^k, two steps an octave", () => {
  const sizes = [1, 385, 513, 769, 1025, 1537, 2049].map(paddedLength)
  expect(sizes).toEqual([384, 512, 768, 1024, 1536, 2048, 3072])
})

test("S6 the size is the smallest that holds the length", () => {
  const all = [384, 512].flatMap(first => Array.from({ length: 12 }, (_, k) => first * 2 ** k))
  fc.assert(
    fc.property(fc.integer({ min: 0, max: paddedBytesMax }), length => {
      expect(paddedLength(length)).toBe(Math.min(...all.filter(size => size >= length)))
    }),
  )
})
