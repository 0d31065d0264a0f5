import { expect, test } from "bun:test"
import fc from "fast-check"
import { plainText, readMarkup } from "./markup.ts"
import { readSpans } from "./spans.ts"

const piece = fc.constantFrom(
  ..."** * _ ~~ || ` `` ``` \\ > \n a b [ ] ( ) https://a.example [l](https://b.example)".split(" "),
  " ",
  "\n> ",
  "\n```\n",
  "é",
)
const text = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(""))

test("N16 what is typed stands as it is, mark for mark, whatever it is", () => {
  fc.assert(
    fc.property(text, typed => {
      expect(
        readSpans(typed)
          .map(span => span.text)
          .join(""),
      ).toBe(typed)
    }),
    { numRuns: 2000 },
  )
})

test("N16 without its marks it says what a reader of the message sees, in the same styles", () => {
  fc.assert(
    fc.property(text, typed => {
      const said = readSpans(typed).filter(({ isMark }) => !isMark)
      expect(
        said
          .map(span => span.text)
          .join("")
          .replaceAll("\n", ""),
      ).toBe(plainText(typed).replaceAll("\n", ""))
      const styled = readMarkup(typed).flatMap(block => (block.type === "code" ? [] : block.runs))
      for (const style of ["bold", "italic", "strike", "spoiler", "code"] as const)
        expect(
          said
            .filter(({ styles }) => styles.includes(style))
            .map(span => span.text)
            .join("")
            .replaceAll("\n", ""),
        ).toBe(
          styled
            .filter(({ styles }) => styles.includes(style))
            .map(run => run.text)
            .join("")
            .replaceAll("\n", ""),
        )
    }),
    { numRuns: 2000 },
  )
})

test("N16 marks are told from what they are around", () => {
  const shown = (typed: string) =>
    readSpans(typed).map(({ text, isMark, styles }) =>
      `${isMark ? "·" : ""}${text} ${styles.join("+")}`.trim(),
    )
  expect(shown("a **b _c_**")).toEqual([
    "a",
    "·** bold",
    "b  bold",
    "·_ bold+italic",
    "c bold+italic",
    "·_ bold+italic",
    "·** bold",
  ])
  expect(shown("[x](https://a.example)")).toEqual(["·[ link", "x link", "·](https://a.example) link"])
  expect(shown("> q\\*")).toEqual(["·>  quote", "q quote", "·\\ quote", "* quote"])
  expect(shown("```js\nx\n```")).toEqual(["·```js\n pre", "x\n pre", "·``` pre"])
})
