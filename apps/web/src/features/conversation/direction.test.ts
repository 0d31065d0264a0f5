import { expect, test } from "bun:test"
import { closersFor, directionOf } from "./direction.ts"

const [rlo, rle, pdf, rli, pdi] = ["\u202e", "\u202b", "\u202c", "\u2067", "\u2069"]

test("a paragraph runs as its first letter does, whatever stands before it", () => {
  for (const text of ["abc عربي", "12:30 abc", "🕊️", "", "-> z", "\u202eabc"])
    expect(directionOf(text)).toBe("ltr")
  for (const text of ["عربي abc", "12:30 שלום", "\u200fabc", "🕊️ مرحبا", "𞤀abc"])
    expect(directionOf(text)).toBe("rtl")
})

test("a direction that a text leaves open is ended behind it, the last one first", () => {
  expect(closersFor("plain")).toBe("")
  expect(closersFor(`${rlo}exe.txt`)).toBe(pdf)
  expect(closersFor(`${rli}a${rlo}b`)).toBe(pdf + pdi)
  expect(closersFor(`${rle}${rlo}a${pdf}`)).toBe(pdf)
})

test("what ends nothing, or ends what was begun outside, is left alone", () => {
  expect(closersFor(`${pdf}${pdi}a`)).toBe("")
  expect(closersFor(`${rlo}a${pdi}`)).toBe(pdf)
  // The end of an isolate ends what was begun within it.
  expect(closersFor(`${rli}${rlo}a${pdi}`)).toBe("")
  // The end of an embedding does not reach out of an isolate.
  expect(closersFor(`${rlo}${rli}${pdf}`)).toBe(pdi + pdf)
})
