import { expect, test } from "bun:test"
import { fieldOf, likelyTimes, momentIn } from "./moments.ts"

test("likely times lie ahead, in order, and Monday is not named twice", () => {
  for (let day = 0; day < 14; day++) {
    const now = new Date(2026, 10, 23 + day, 15, 4).getTime()
    const times = likelyTimes(now)
    expect(times.every(({ at }) => at > now)).toBe(true)
    expect(times.map(({ at }) => at)).toEqual(times.map(({ at }) => at).toSorted((one, other) => one - other))
    expect(new Set(times.map(({ at }) => at)).size).toBe(times.length)
    const monday = times.find(({ name }) => name === "monday")
    expect(monday === undefined || new Date(monday.at).getDay()).toBe(monday === undefined ? true : 1)
  }
})

test("a moment is the same after it stood in a field, to the minute", () => {
  const at = new Date(2026, 2, 29, 8, 30).getTime()
  expect(momentIn(fieldOf(at))).toBe(at)
  expect(momentIn("")).toBeUndefined()
})
