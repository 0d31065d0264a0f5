import { expect, test } from "bun:test"
import fc from "fast-check"
import { flip, seededCrypto } from "../testing/room.ts"
import { safetyNumber } from "./safety-number.ts"

const crypto = seededCrypto("safety")
const accounts = fc.uint8Array({ minLength: 32, maxLength: 32 })

test("R4 both sides see the same sixty digits, and another account changes its half alone", () => {
  fc.assert(
    fc.property(accounts, accounts, fc.integer({ min: 0, max: 255 }), (one, other, bit) => {
      fc.pre(one.some((byte, index) => byte !== other[index]))
      const number = safetyNumber(crypto, one, other)
      expect(number).toEqual(safetyNumber(crypto, other, one))
      expect(number.join("")).toMatch(/^\d{60}$/)
      const changed = flip(one, bit >> 3, 1 << (bit & 7))
      fc.pre(changed.some((byte, index) => byte !== other[index]))
      const halves = (groups: readonly string[]) => [groups.slice(0, 6).join(" "), groups.slice(6).join(" ")]
      const kept = halves(number).filter(half => halves(safetyNumber(crypto, changed, other)).includes(half))
      expect(kept.length).toBe(1)
    }),
  )
})
