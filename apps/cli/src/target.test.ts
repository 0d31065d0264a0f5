import { expect, test } from "bun:test"
import { namesPerson } from "./target.ts"

test("an @ tells a person from a title", () => {
  for (const target of ["@bob", "@bob@example.org", "bob@example.org", "bob@localhost:4000"])
    expect(namesPerson(target)).toBe(true)
  for (const target of ["Team", "Team @ noon", "bob", "a@b@c", "say hi @bob"])
    expect(namesPerson(target)).toBe(false)
})
