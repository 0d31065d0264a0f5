import { expect, test } from "bun:test"
import { emojiLines } from "../../../emoji-data.ts"
import { findEmoji, nameOf, readEmoji, withTone } from "./emoji.ts"

const lines = emojiLines()
const french = readEmoji(lines, "fr")

const found = (typed: string): readonly string[] => findEmoji(french, typed, 8).map(({ emoji }) => emoji)

test("an emoji is found by its French and its English name, with or without accents and ligatures", () => {
  expect(found("coeur rouge")[0]).toBe("❤️")
  expect(found("cœur rouge")[0]).toBe("❤️")
  expect(found("red_heart")[0]).toBe("❤️")
  expect(found("fusee")[0]).toBe("🚀")
  expect(found("FUSÉE")[0]).toBe("🚀")
  expect(found("thumbs")).toContain("👍")
  expect(found("nothing at all")).toEqual([])
  expect(found("  ")).toEqual([])
})

test("names are those of the app's language, and no letter of a flag stands alone", () => {
  const heart = french.flat().find(({ emoji }) => emoji === "❤️")
  expect(heart && nameOf(heart)).toBe("cœur rouge")
  expect(french.length).toBe(9)
  expect(french.flat().length).toBeGreaterThan(1800)
  for (const { emoji } of french.flat()) expect(emoji).toMatch(/^\p{RGI_Emoji}$/v)
  expect(french.flat().some(({ emoji }) => emoji === "🇦")).toBe(false)
})

test("a skin tone makes of every emoji that has them one of the standard's", () => {
  const toned = french.flat().filter(({ hasTones }) => hasTones)
  expect(toned.length).toBeGreaterThan(300)
  for (const emoji of toned)
    for (const tone of [1, 2, 3, 4, 5]) expect(withTone(emoji, tone)).toMatch(/^\p{RGI_Emoji}$/v)
})
