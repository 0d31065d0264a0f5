import { expect, test } from "bun:test"
import { readCounts } from "./counts.ts"

test("the summary of bun test", () => {
  const output = "(pass) a [1ms]\n\n 41 pass\n 2 skip\n 1 todo\n 6 fail\n 85 expect() calls\nRan 50 tests\n"
  expect(readCounts(output)).toEqual({ passed: 41, failed: 6, skipped: 3 })
})

test("the summary of Playwright; a flaky test is a failed one", () => {
  const output =
    "Running 9 tests using 1 worker\n  1 failed\n    a.e2e.ts:3\n  1 flaky\n  2 skipped\n  1 did not run\n  4 passed (12.3s)\n"
  expect(readCounts(output)).toEqual({ passed: 4, failed: 2, skipped: 3 })
})

test("plain lines are summed, and what stands around them does not count", () => {
  const output =
    "skipped psk.json: suite 7\n3 passed\n12 passed, 0 failed, 1 skipped\n5 passed, 1 failed, 0 skipped\n"
  expect(readCounts(output)).toEqual({ passed: 17, failed: 1, skipped: 1 })
})

test("colours do not hide a summary", () => {
  expect(readCounts("\u001b[32m 3 pass\u001b[0m\n\u001b[2m 0 fail\u001b[0m\n")).toEqual({
    passed: 3,
    failed: 0,
    skipped: 0,
  })
})

test("no summary is no counts", () => {
  expect(readCounts("error: cannot find module\n")).toBeUndefined()
})
