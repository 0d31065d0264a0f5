import { expect, test } from "bun:test"
import { parseStat } from "./process-figures.ts"

test("time in user code and in the kernel add up, whatever the process is called", () => {
  const stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 900 0 0 0 150 50 0 0 20 0 9 0 1234 5 6"
  expect(parseStat(stat)).toBe(2_000_000)
})

test("a line that is none gives no figure", () => {
  expect(parseStat("")).toBeUndefined()
})
