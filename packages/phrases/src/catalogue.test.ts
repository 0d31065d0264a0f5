import { expect, test } from "bun:test"
import { refusalCodes } from "@colombe/wire"
import { areas } from "./catalogue.ts"
import { isKnownCode, phrase } from "./index.ts"
import { type Locale, type Phrase, parametersOf } from "./phrase.ts"

const all: readonly (readonly [string, Phrase])[] = Object.values(areas).flatMap(area => Object.entries(area))

test("no code stands in two areas", () => {
  expect(new Set(all.map(([code]) => code)).size).toBe(all.length)
})

test("every code that a server refuses with has a sentence of its own in both languages", () => {
  const said = Object.keys(refusalCodes).flatMap(code => [phrase(code, "en"), phrase(code, "fr")])
  expect(new Set(said).size).toBe(2 * Object.keys(refusalCodes).length)
})

test("a code from something newer is named, in a sentence that says so", () => {
  expect(isKnownCode("moon-full")).toBe(false)
  expect(phrase("moon-full", "en")).toContain("has no words for what happened (moon-full)")
  expect(phrase("moon-full", "fr")).toContain("n’a pas de mots pour ce qui s’est passé (moon-full)")
})

test("names that every object has are no codes", () => {
  expect(phrase("constructor", "en")).toContain("(constructor)")
})

test("parameters take their place, and plain words where there are none", () => {
  expect(phrase("handle-taken", "en", { handle: "ana" })).toStartWith("Somebody has the handle ana.")
  expect(phrase("handle-taken", "fr", { handle: "ana" })).toStartWith("L’identifiant ana est déjà pris.")
  expect(phrase("handle-taken", "en")).toStartWith("Somebody has the handle that you chose.")
})

test("what others wrote stays as it is: neither placeholders nor French spacing are looked for in it", () => {
  const title = "a : b {by|x} ' $&"
  expect(phrase("change-title", "fr", { by: "ana", title })).toBe(
    `ana a changé le titre en «\u202f${title}\u202f».`,
  )
})

const commonWords = {
  en: /\b(the|and|this|was|with|your|that|again|nothing)\b/i,
  fr: /\b(le|la|les|et|est|rien|pas|une?|votre|puis|dans|ceci)\b/i,
}

/** The sentences that a pattern should not be found in, and is. */
const withFault = (locale: Locale, fault: RegExp) =>
  all.map(([code]) => phrase(code, locale)).filter(sentence => fault.test(sentence))

test("both languages use the same parameters", () => {
  for (const [code, { en, fr }] of all)
    expect({ code, parameters: parametersOf(fr).sort() }).toEqual({
      code,
      parameters: parametersOf(en).sort(),
    })
})

test.each(["en", "fr"] as const)(
  "no placeholder, straight quote, double or stray space is left in %s",
  locale => {
    expect(withFault(locale, /[{}|'"]| {2}|^\s|\s$|\s[.,]|\.\.\./)).toEqual([])
  },
)

test("no word of the other language is left", () => {
  expect(withFault("fr", commonWords.en)).toEqual([])
  expect(withFault("en", commonWords.fr)).toEqual([])
})

test("French has a narrow no-break space before ; : ! ? » and after «, English none", () => {
  expect(withFault("fr", /[^\u202f][!?;»]|«[^\u202f]|[^\u202f]:(?!\/\/)/)).toEqual([])
  expect(withFault("en", /\s[!?;:]|[«»]/)).toEqual([])
})

test.each(["en", "fr"] as const)("each is a whole sentence in %s", locale => {
  expect(withFault(locale, /^[^({\p{Lu}]|[^.:)]$/u)).toEqual([])
})
