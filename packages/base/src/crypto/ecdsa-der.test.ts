import { expect, test } from "bun:test"
import fc from "fast-check"
import { fromHex } from "../bytes.ts"
import { derFromScalars, scalarsFromDer } from "./ecdsa-der.ts"

const byte = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255))
const scalar = fc
  .tuple(fc.nat(31), fc.array(byte, { minLength: 32, maxLength: 32 }))
  .map(([zeros, bytes]) => bytes.map((value, index) => (index < zeros ? 0 : value)))
  .filter(bytes => bytes.some(value => value !== 0))
const scalars = fc.tuple(scalar, scalar).map(([r, s]) => Uint8Array.from([...r, ...s]))

test("CA6 what is written as DER is read again", () => {
  fc.assert(fc.property(scalars, both => expect(scalarsFromDer(derFromScalars(both))).toEqual(both)))
})

test("CA6 one form only: whatever is read is written as the same bytes", () => {
  fc.assert(
    fc.property(scalars, fc.nat(71), byte, (both, place, value) => {
      const changed = derFromScalars(both)
      changed[place % changed.length] = value
      const read = scalarsFromDer(changed)
      if (read !== undefined) expect(derFromScalars(read)).toEqual(changed)
    }),
    { numRuns: 2000 },
  )
})

test("CA6 forms that are not strict are refused", () => {
  const refused = {
    "r negative": "3006020180020101",
    "s negative": "30060201010201ff",
    "r with a needless zero": "300702020001020101",
    "s with a needless zero": "300702010102020001",
    "r zero": "3006020100020101",
    "s zero": "3006020101020100",
    "r empty": "30050200020101",
    "s missing": "3003020101",
    "sequence shorter than it says": "3007020101020101",
    "sequence longer than it says": "3005020101020101",
    "trailing byte": "300602010102010100",
    "trailing byte inside": "300702010102010100",
    "s cut": "3006020101020201",
    "length in long form": "308106020101020101",
    "another tag": "3106020101020101",
    "another tag for r": "3006030101020101",
    "r of 33 bytes": `3026022101${"00".repeat(32)}020101`,
    empty: "",
  }
  expect(scalarsFromDer(fromHex("3006020101020101") ?? new Uint8Array())).toBeDefined()
  for (const [what, hex] of Object.entries(refused))
    expect([what, scalarsFromDer(fromHex(hex) ?? new Uint8Array())]).toEqual([what, undefined])
})
