import { expect, test } from "bun:test"
import { turn } from "./draft-turn.ts"

const typed = { id: "own", isTyped: true, isSent: false }
const draft = (id: string, text: string, replyTo?: string) => ({ id, text, replyTo })
const elsewhere = [undefined, draft("other", "else"), draft("other", "")]

test("Y121 what was typed in a view is not given up for what another view writes", () => {
  expect(turn(typed, draft("other", "else"))).toBe("stay")
  expect(turn(typed, draft("other", "", "answered"))).toBe("stay")
  // Sent or erased there: then this one is kept, as nothing else is.
  expect(turn(typed, undefined)).toBe("keep")
  expect(turn(typed, draft("other", ""))).toBe("keep")
})

test("Y121 one draft that is carried on or erased elsewhere is so in every view, and stays the view's own", () => {
  expect(turn(typed, draft("own", "more"))).toBe("follow")
  expect(turn(typed, draft("own", ""))).toBe("follow")
})

test("Y121 a view in which nothing was typed shows what is kept", () => {
  for (const kept of elsewhere) expect(turn({ ...typed, isTyped: false }, kept)).toBe("take")
})

test("Y120 what was sent under a view's id is gone from it, whatever else is written", () => {
  for (const kept of elsewhere) expect(turn({ ...typed, isSent: true }, kept)).toBe("take")
})
