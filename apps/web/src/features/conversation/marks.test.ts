import { expect, test } from "bun:test"
import { withMarks } from "./marks.ts"

const press = (key: string, more: Partial<Parameters<typeof withMarks>[0]> = {}) => ({
  key,
  ctrlKey: true,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})
const field = (value: string, selectionStart: number, selectionEnd: number) => ({
  value,
  selectionStart,
  selectionEnd,
})

test("a shortcut marks what is selected, and pressed again it takes the marks away", () => {
  const bold = withMarks(press("b"), field("un deux trois", 3, 7))
  expect(bold).toEqual({ text: "un **deux** trois", from: 5, to: 9 })
  expect(withMarks(press("b"), field("un **deux** trois", 5, 9))).toEqual({
    text: "un deux trois",
    from: 3,
    to: 7,
  })
  expect(withMarks(press("X", { shiftKey: true }), field("ab", 2, 2))?.text).toBe("ab~~~~")
  expect(withMarks(press("i", { ctrlKey: false, metaKey: true }), field("ab", 0, 2))?.text).toBe("*ab*")
})

test("other keys are not its business", () => {
  for (const event of [
    press("b", { ctrlKey: false }),
    press("x"),
    press("b", { altKey: true }),
    press("Enter"),
  ])
    expect(withMarks(event, field("ab", 0, 2))).toBeUndefined()
})
