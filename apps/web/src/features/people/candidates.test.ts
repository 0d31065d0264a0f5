import { expect, test } from "bun:test"
import type { Person } from "@colombe/client"
import { exactFirst } from "./candidates.ts"

const person = (handle: string): Person => ({
  ...{ account: handle, address: `${handle}@example.org`, displayName: handle, trust: "typed" },
})

test("whose name was typed whole comes before those who only begin with it", () => {
  const found = ["bobby", "bob", "bobette"].map(person)
  for (const typed of ["bob", "@bob", "Bob", "bob@example.org"])
    expect(exactFirst(found, typed).map(({ account }) => account)).toEqual(["bob", "bobby", "bobette"])
  expect(exactFirst(found, "bo").map(({ account }) => account)).toEqual(["bobby", "bob", "bobette"])
})
