import { expect, test } from "bun:test"
import fc from "fast-check"
import { barsOf, clockOf } from "./bars.ts"

test("the loudest part is 255, silence is 0, and silence alone is no noise", () => {
  expect([...barsOf([0, 0.1, 0.2, 0.4], 4)]).toEqual([0, 64, 128, 255])
  expect([...barsOf([0, 0, 0], 3)]).toEqual([0, 0, 0])
  expect(Math.max(...barsOf([0.001, 0.0005], 2))).toBeLessThan(20)
})

test("there are as many as are shown, whatever was measured", () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { maxLength: 500 }), levels => {
      expect(barsOf(levels)).toHaveLength(64)
    }),
  )
})

test("a length reads as a clock does", () => {
  expect([0, 999, 61_000, 3_599_000, 3_725_000].map(clockOf)).toEqual([
    "0:00",
    "0:00",
    "1:01",
    "59:59",
    "1:02:05",
  ])
})
