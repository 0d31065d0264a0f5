import { expect, test } from "bun:test"
import fc from "fast-check"
import { rgbaToThumbHash } from "thumbhash"
import { pixelsOf } from "./preview.ts"

test("F14 a preview has the colours of its picture", () => {
  const orange = Uint8Array.from({ length: 40 * 30 * 4 }, (_, at) => [230, 140, 40, 255][at % 4] ?? 0)
  const preview = rgbaToThumbHash(40, 30, orange)
  expect(preview.length).toBeLessThanOrEqual(32)
  const pixels = pixelsOf(preview)
  const [red = 0, green = 0, blue = 0] = pixels?.data ?? []
  expect(red).toBeGreaterThan(green)
  expect(green).toBeGreaterThan(blue)
})

test("F14 whatever is said to be a preview, no more than 32 by 32 pixels are drawn of it, or nothing", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 5, maxLength: 32 }), bytes => {
      const pixels = pixelsOf(bytes)
      if (pixels === undefined) return
      expect(Math.max(pixels.width, pixels.height)).toBeLessThanOrEqual(32)
      expect(pixels.data.length).toBe(4 * pixels.width * pixels.height)
    }),
    { numRuns: 2000 },
  )
})
