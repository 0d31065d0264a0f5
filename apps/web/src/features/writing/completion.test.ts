import { expect, test } from "bun:test"
import type { Member } from "@colombe/client"
import { begunAt, peopleFor } from "./completion.ts"

const begun = (text: string) => {
  const found = begunAt(text, text.length)
  return found && `${found.of} ${found.from} ${found.typed}`
}

test("a name begins with @ at the edge of a word, an emoji with : and two letters", () => {
  expect(begun("dis @an")).toBe("person 4 an")
  expect(begun("@")).toBe("person 0 ")
  expect(begun("(@Él")).toBe("person 1 Él")
  expect(begun("c’est :coe")).toBe("emoji 6 coe")
  for (const none of ["ana@example", "@ ", "12:30", ":)", ":D", "https://x", "dis @an "])
    expect(begun(none)).toBeUndefined()
  expect(begunAt("dis @an à tous", 7)).toEqual({ of: "person", from: 4, to: 7, typed: "an" })
})

test("people are found by any word of their name and by their handle, whatever the accents", () => {
  const member = (displayName: string, handle: string) =>
    ({ displayName, address: `${handle}@localhost`, account: handle }) as Member
  const members = [member("Élodie Ana", "elo"), member("Bob Martin", "bobby")]
  const found = (typed: string) => peopleFor(typed, members).map(({ key }) => key)
  expect(found("elod")).toEqual(["elo"])
  expect(found("ÉL")).toEqual(["elo"])
  expect(found("ana")).toEqual(["elo"])
  expect(found("bobby")).toEqual(["bobby"])
  expect(found("")).toEqual(["elo", "bobby"])
  expect(found("artin")).toEqual([])
})
