import { expect, setDefaultTimeout, test } from "bun:test"
import fc from "fast-check"
import { searchWordMax } from "../store/port.ts"
import { matches, termsOf } from "./terms.ts"
import { wordsOf } from "./words.ts"

// Milliseconds, for a machine that is loaded: nothing here is about time.
setDefaultTimeout(60_000)

const form = /^[a-z0-9\u0080-\uffff]+$/
const codePoints = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }))
  .map(points => String.fromCodePoint(...points))
const finds = (typed: string, text: string): boolean => {
  const terms = termsOf(typed)
  return terms.length > 0 && matches(text, terms)
}

test("T52 case, accents, width and vowel signs make no difference", () => {
  for (const [typed, text] of [
    ["ETE", "un été"],
    ["été", "un ete"],
    ["ｗｉｄｅ", "wide"],
    ["strasse", "Straße"],
    ["oeuvre", "l’œuvre"],
    ["lodz", "Łódź"],
    ["ΟΔΌΣ", "οδος"],
    ["مرحبا", "مَرْحَبًا"],
    ["الى", "إلى"],
    ["שלום", "שָׁלוֹם"],
    ["ﬁn", "fin"],
  ] as const)
    expect([typed, text, finds(typed, text)]).toEqual([typed, text, true])
})

test("T53 every word has to be there, perhaps only begun, in any order", () => {
  expect(finds("dov fli", "A dove flies")).toBe(true)
  expect(finds("flies dove", "A dove flies")).toBe(true)
  expect(finds("a", "A dove flies")).toBe(true)
  expect(finds("ove", "A dove flies")).toBe(false)
  expect(finds("dove swims", "A dove flies")).toBe(false)
})

test("T54 what stands in quotes is there as it is written, and a quote that is not closed quotes what follows", () => {
  expect(finds('"dove flies"', "A dove flies")).toBe(true)
  expect(finds('"flies dove"', "A dove flies")).toBe(false)
  expect(finds('"dove fli"', "A dove flies")).toBe(false)
  expect(finds("« dove flies »", "A dove flies")).toBe(true)
  expect(finds('a "dove flies', "A dove flies")).toBe(true)
})

test("T55 scripts without blanks are found by any part, from one letter on", () => {
  for (const part of ["東", "京", "都", "東京", "京都", "東京都", "に"])
    expect([part, finds(part, "私は東京都に住む")]).toEqual([part, true])
  expect(finds("都京", "私は東京都に住む")).toBe(false)
  expect(finds("東京 住む", "私は東京都に住む")).toBe(true)
  expect(finds('"東京都"', "私は東京都に住む")).toBe(true)
  expect(finds("カタ", "ｶﾀｶﾅ")).toBe(true)
  expect(finds("ภาษา", "ฉันพูดภาษาไทย")).toBe(true)
  expect(finds("iphone", "我的iPhone壞了")).toBe(true)
  expect(finds("壞", "我的iPhone壞了")).toBe(true)
})

test("T56 an emoji is a word, whatever its tone", () => {
  expect(finds("👍", "fine👍👍")).toBe(true)
  expect(finds("👍", "fine 👍🏽")).toBe(true)
  expect(finds("👍🏽", "fine 👍")).toBe(true)
  expect(finds("❤️", "with ❤")).toBe(true)
  expect(finds("🇫🇷", "vive la 🇫🇷")).toBe(true)
  expect(finds("🇩🇪", "vive la 🇫🇷")).toBe(false)
})

test("T57 what holds no word finds nothing, and no sign is an operator", () => {
  for (const typed of ["", " ", "*", '"', '""', "()", "-", "^:+{}", "\u0000", "\ue000"])
    expect([typed, termsOf(typed)]).toEqual([typed, []])
  for (const typed of ["dove*", "+dove", "-dove", "dove OR", "(dove)", "words:dove"])
    expect([typed, finds(typed, "the words: dove or bear")]).toEqual([typed, true])
})

test("T57 whatever is typed gives words in the form that a store takes, and finds itself", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "grapheme" }), codePoints), text => {
      const wrong = wordsOf(text).filter(word => word.length > searchWordMax || !form.test(word))
      expect(wrong).toEqual([])
      const terms = termsOf(text)
      if (terms.length > 0) expect(matches(text, terms)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
