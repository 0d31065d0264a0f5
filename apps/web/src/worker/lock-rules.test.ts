import { describe, expect, test } from "bun:test"
import { type Attempts, afterFailure, isLockDue, isStrongEnough, noAttempts, waitLeft } from "./lock-rules.ts"

const now = 1_700_000_000_000

function failed(times: number): Attempts {
  let attempts = noAttempts
  for (let count = 0; count < times; count++) attempts = afterFailure(attempts, now)
  return attempts
}

describe("Y263: the wait after wrong passcodes", () => {
  test("grows from the fifth on, to an hour", () => {
    const seconds = [1, 4, 5, 6, 7, 11, 12, 13, 2000].map(times => waitLeft(failed(times), now) / 1000)
    expect(seconds).toEqual([0, 0, 30, 60, 120, 1920, 3600, 3600, 3600])
  })
  test("ends, and a clock set back does not make it longer", () => {
    expect(waitLeft(failed(5), now + 29_999)).toBe(1)
    expect(waitLeft(failed(5), now + 30_000)).toBe(0)
    expect(waitLeft(failed(5), now - 86_400_000)).toBe(30_000)
  })
})

describe("Y262: the timeout", () => {
  test("is due at its minute, and not before", () => {
    expect(isLockDue("5", now, now + 299_999)).toBe(false)
    expect(isLockDue("5", now, now + 300_000)).toBe(true)
  })
  test("is due where the clock was set back, and never where only closing locks", () => {
    expect(isLockDue("60", now, now - 1)).toBe(true)
    expect(isLockDue("closed", now, now + 10 ** 12)).toBe(false)
  })
})

test("Y261: short, monotonous and short numeric passcodes are refused", () => {
  const refused = ["", "short77", "aaaaaaaa", "abcabcabc", "12345678", "48151623421"]
  expect(refused.filter(isStrongEnough)).toEqual([])
  const taken = ["481516234200", "blue kite", "пароль-7", "wörter-8"]
  expect(taken.filter(isStrongEnough)).toEqual(taken)
})
