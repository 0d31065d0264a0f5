import { expect, test } from "bun:test"
import { phrase, wordsDetail } from "./index.ts"

const said = (failure: { code: string; cause?: unknown }) => phrase(failure.code, "en", wordsDetail(failure))

test("the sentence about wrong words says how many, or which one and what it may have been", () => {
  expect(said({ code: "words-count-wrong", cause: { count: 23 } })).toContain("There are 23 words")
  const unknown = said({
    ...{ code: "word-unknown", cause: { index: 3, word: "abaut", suggestions: ["about", "abuse"] } },
  })
  expect(unknown).toContain('"abaut" is not in the list')
  expect(unknown).toContain("about, abuse")
  expect(said({ code: "word-unknown", cause: { index: 3, word: "zzzz", suggestions: [] } })).toContain(
    "a letter may be wrong",
  )
  expect(wordsDetail({ code: "word-unknown" })).toEqual({})
  expect(wordsDetail({ code: "account-unknown", cause: { word: "a", suggestions: [] } })).toEqual({})
})
