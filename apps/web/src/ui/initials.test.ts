import { expect, test } from "bun:test"
import { initials } from "./initials.ts"

test("an avatar shows whole characters: of two words, of one, of an emoji alone, and one where letters join", () => {
  expect(initials("Ève Lambert")).toBe("ÈL")
  expect(initials("林美玲")).toBe("林")
  expect(initials("🕊️ Léa")).toBe("🕊️")
  expect(initials("e\u0301mile")).toBe("E\u0301")
  expect(initials("عبد الرحمن")).toBe("ع")
  expect(initials("  ")).toBe("")
})
