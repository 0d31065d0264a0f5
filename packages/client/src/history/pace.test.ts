import { expect, test } from "bun:test"
import fc from "fast-check"
import { batchDue, batchEvery, quiet, turn } from "./pace.ts"

test("K17 a batch goes out after a minute of quiet, and keys that keep coming do not hold it up for ever", () => {
  expect(batchDue([], undefined)).toBeUndefined()
  expect(batchDue([1_000], undefined)).toBe(1_000 + quiet)
  expect(batchDue([1_000, 30_000], undefined)).toBe(30_000 + quiet)
  const busy = Array.from({ length: 40 }, (_, minute) => minute * 50_000)
  expect(batchDue(busy, undefined)).toBe(batchEvery)
})

test("K17 devices that are online together take turns", () => {
  expect(batchDue([1_000], undefined, 2)).toBe(1_000 + quiet + 2 * turn)
})

test("K17 two batches are a quarter of an hour apart, whatever comes", () => {
  const moments = fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(moments, fc.nat(10_000_000), (since, last) => {
      expect(batchDue(since, last)).toBeGreaterThanOrEqual(last + batchEvery)
      expect(batchDue(since, last)).toBeLessThanOrEqual(Math.max(last, Math.min(...since)) + batchEvery)
    }),
  )
})
