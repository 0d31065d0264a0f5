import { expect, test } from "bun:test"
import { rangesOf } from "./word-ranges.ts"

const found = (text: string, typed: string) =>
  rangesOf(text, typed).map(({ start, end }) => text.slice(start, end))

test("words are found where they begin one, whatever their case and accents", () => {
  expect(found("Le Café d’Ève : cafétéria, décafé", "cafe")).toEqual(["Café", "café"])
  expect(found("Cafe\u0301 noir", "café")).toEqual(["Cafe\u0301"])
  expect(found("Straße", "STRASSE")).toEqual([])
})

test("several words, and words in quotes, are each marked", () => {
  expect(found("To be or not to be", '"to be"')).toEqual(["To", "to", "be", "be"])
})

test("a script without blanks is found anywhere, and units beyond the basic plane are counted", () => {
  expect(found("今日は東京駅で", "東京")).toEqual(["東京"])
  expect(found("🙂🙂 abc 𝒳", "abc")).toEqual(["abc"])
})

test("nothing typed marks nothing", () => {
  expect(rangesOf("text", "  ")).toEqual([])
  expect(rangesOf("", "a")).toEqual([])
})
