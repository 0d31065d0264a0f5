import { expect, test } from "bun:test"
import { littleEndian, prime, torsionPoints } from "../testing/ed25519-cases.ts"
import { acceptablePoint } from "./ed25519-encoding.ts"

const signed = (bytes: Uint8Array) => bytes.map((byte, index) => (index === 31 ? byte | 0x80 : byte))

test("E2 no y at or above the prime, with either sign", () => {
  for (let y = prime; y < 2n ** 255n; y++)
    for (const bytes of [littleEndian(y), signed(littleEndian(y))]) expect(acceptablePoint(bytes)).toBe(false)
})

test("E2 none of the eight points of small order, with either sign", () => {
  const points = torsionPoints()
  expect(new Set(points.map(String)).size).toBe(8)
  for (const bytes of points) {
    expect(acceptablePoint(bytes)).toBe(false)
    expect(acceptablePoint(signed(bytes))).toBe(false)
  }
})

test("E2 what lies beside them is acceptable", () => {
  for (const y of [2n, prime - 2n, 2n ** 254n])
    for (const bytes of [littleEndian(y), signed(littleEndian(y))]) expect(acceptablePoint(bytes)).toBe(true)
  expect(acceptablePoint(new Uint8Array(31).fill(2))).toBe(false)
})
