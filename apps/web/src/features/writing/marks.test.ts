import { expect, test } from "bun:test"
import { type Format, formatOfKeys, formatted } from "./marks.ts"

const press = (key: string, more: Partial<Parameters<typeof formatOfKeys>[0]> = {}) =>
  formatOfKeys({ key, ctrlKey: true, metaKey: false, shiftKey: false, altKey: false, ...more })

/** The text afterwards, with what is selected between brackets. */
function after(format: Format, value: string, selectionStart: number, selectionEnd: number): string {
  const { from, to, insert, select } = formatted(format, { value, selectionStart, selectionEnd })
  const text = value.slice(0, from) + insert + value.slice(to)
  return `${text.slice(0, select[0])}[${text.slice(...select)}]${text.slice(select[1])}`
}

test("a format marks what is selected, and chosen again it takes the marks away", () => {
  expect(after("bold", "un deux trois", 3, 7)).toBe("un **[deux]** trois")
  expect(after("bold", "un **deux** trois", 5, 9)).toBe("un [deux] trois")
  expect(after("strike", "ab", 2, 2)).toBe("ab~~[]~~")
  expect(after("quote", "a\nb\nc", 2, 5)).toBe("a\n[> b\n> c]")
  expect(after("quote", "a\n> b\n> c", 3, 9)).toBe("a\n[b\nc]")
  expect(after("link", "voir ici", 5, 8)).toBe("voir [ici](https://[])")
  expect(after("code", "x\na\nb", 2, 5)).toBe("x\n```\n[a\nb]\n```\n")
})

test("only its own shortcuts are taken", () => {
  expect(press("b")).toBe("bold")
  expect(press("i", { ctrlKey: false, metaKey: true })).toBe("italic")
  expect(press("X", { shiftKey: true })).toBe("strike")
  for (const none of [
    press("b", { ctrlKey: false }),
    press("x"),
    press("b", { altKey: true }),
    press("Enter"),
  ])
    expect(none).toBeUndefined()
})
