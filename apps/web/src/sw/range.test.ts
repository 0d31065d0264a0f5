import { expect, test } from "bun:test"
import fc from "fast-check"
import { rangeOf } from "./range.ts"

test("one range of bytes is what it says, cut where the file ends", () => {
  expect(rangeOf("bytes=0-", 100)).toEqual({ from: 0, to: 100 })
  expect(rangeOf("bytes=10-19", 100)).toEqual({ from: 10, to: 20 })
  expect(rangeOf("bytes=90-500", 100)).toEqual({ from: 90, to: 100 })
  expect(rangeOf("bytes=-5", 100)).toEqual({ from: 95, to: 100 })
  expect(rangeOf("bytes=-500", 100)).toEqual({ from: 0, to: 100 })
})

test("what is beyond the file is none of it; what is not understood asks for all of it", () => {
  for (const header of ["bytes=100-", "bytes=100-200", "bytes=-0"]) expect(rangeOf(header, 100)).toBe("none")
  expect(rangeOf("bytes=0-", 0)).toBe("none")
  for (const header of [
    null,
    "",
    "bytes=-",
    "bytes=5-2",
    "bytes=0-1,4-5",
    "items=0-1",
    "bytes=1e3-",
    "bytes=0x1-",
  ])
    expect(rangeOf(header, 100)).toBe("whole")
})

test("whatever is asked, nothing outside the file is promised", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(2 ** 31), (noise, first, last, size) => {
      for (const header of [noise, `bytes=${first}-${last}`, `bytes=-${last}`, `bytes=${first}-`]) {
        const range = rangeOf(header, size)
        if (typeof range === "string") continue
        expect(range.from).toBeGreaterThanOrEqual(0)
        expect(range.from).toBeLessThan(range.to)
        expect(range.to).toBeLessThanOrEqual(size)
      }
    }),
  )
})
