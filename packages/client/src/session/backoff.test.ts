import { expect, test } from "bun:test"
import { backoff, backoffFirst, backoffMax } from "./backoff.ts"

test("Y4 the bound doubles with every failure up to the longest wait, and the wait lies anywhere below it", () => {
  expect(backoff(1, 0)).toBe(0)
  expect(backoff(1, 0.999)).toBeLessThan(backoffFirst)
  expect(backoff(3, 0.5)).toBe(2 * backoffFirst)
  expect(backoff(50, 0.999)).toBeLessThan(backoffMax)
  expect(backoff(50, 0.999)).toBeGreaterThan(0.9 * backoffMax)
})

test("Y4 what the server asks for comes on top", () => {
  expect(backoff(1, 0, 30_000)).toBe(30_000)
  expect(backoff(2, 0.5, 30_000)).toBe(30_000 + backoffFirst)
})
