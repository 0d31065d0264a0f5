import { expect, test } from "bun:test"
import { whole } from "./whole.ts"

test("W6 numbers up to 2^53 − 1 pass, larger ones are none of ours", () => {
  expect(whole(0n)).toBe(0)
  expect(whole(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER)
  expect(whole(2n ** 53n)).toBeUndefined()
  expect(whole(2n ** 64n - 1n)).toBeUndefined()
})
