import { expect, test } from "bun:test"
import { median, percentile } from "./statistics.ts"

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

test("a percentile is the smallest value that its share does not exceed", () => {
  expect([0, 0.01, 0.5, 0.99, 0.991, 1].map(share => percentile(hundred, share))).toEqual([
    1, 1, 50, 99, 100, 100,
  ])
  expect(percentile([7], 0.99)).toBe(7)
})

test("numbers are ordered as numbers, and what was handed over stays as it was", () => {
  const values = [10, 9, 100, 1]
  expect(percentile(values, 0.75)).toBe(10)
  expect(values).toEqual([10, 9, 100, 1])
})

test("of nothing there is no percentile", () => {
  expect(percentile([], 0.5)).toBeNaN()
})

test("a median is a value that was measured", () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2)
})
