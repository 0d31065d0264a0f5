import { expect, test } from "bun:test"
import { judge } from "./run-suite.ts"

const finished = (ok: boolean, output: string) => judge({ ok, output, seconds: 1 })

test("a tool without figures counts as one case", () => {
  expect(finished(true, "")).toEqual({ failed: false, counts: { passed: 1, failed: 0, skipped: 0 } })
  expect(finished(false, "error")).toEqual({ failed: true, counts: { passed: 0, failed: 1, skipped: 0 } })
})

test("a runner that dies after its figures has failed", () => {
  expect(finished(false, " 3 pass\n 0 fail\n")).toEqual({
    failed: true,
    counts: { passed: 3, failed: 1, skipped: 0 },
  })
})

test("a runner that reports failures and ends well has failed", () => {
  expect(finished(true, "3 passed, 2 failed, 1 skipped\n")).toEqual({
    failed: true,
    counts: { passed: 3, failed: 2, skipped: 1 },
  })
})
