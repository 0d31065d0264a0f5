import { expect, test } from "bun:test"
import { spanOf } from "./span.ts"

test("a span is said in the largest unit that leaves no rest", () => {
  const said = [1, 90, 300, 3_600, 90_000, 86_400, 604_800].map(seconds => spanOf(seconds, "en"))
  expect(said).toEqual(["1 second", "90 seconds", "5 minutes", "1 hour", "25 hours", "1 day", "7 days"])
  expect(spanOf(7_200, "fr").replace(/\s/u, " ")).toBe("2 heures")
})
