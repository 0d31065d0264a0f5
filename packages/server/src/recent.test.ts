import { expect, test } from "bun:test"
import { Recent } from "./recent.ts"

test("what was used longest ago is forgotten first", () => {
  const recent = new Recent<string>(2)
  recent.set("a", "1")
  recent.set("b", "2")
  expect(recent.get("a")).toBe("1")
  recent.set("c", "3")
  expect([recent.get("a"), recent.get("b"), recent.get("c")]).toEqual(["1", undefined, "3"])
})

test("heavy values leave room for fewer, and one too heavy is not kept", () => {
  const recent = new Recent<string>(5, value => value.length)
  recent.set("a", "xxx")
  recent.set("b", "yy")
  recent.set("b", "yyy")
  expect([recent.get("a"), recent.get("b")]).toEqual([undefined, "yyy"])
  recent.set("c", "zzzzzz")
  expect(recent.get("c")).toBeUndefined()
})
