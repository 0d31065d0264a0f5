import { expect, setDefaultTimeout, test } from "bun:test"
import fc from "fast-check"
import { hasMarkup, plainText, readMarkup } from "./markup.ts"
import { type Run, readPlainRuns, readRuns } from "./runs.ts"

// Milliseconds, for a machine that is loaded: nothing here is about time.
setDefaultTimeout(60_000)

/** `bold:text` for a styled run, `text→address` for a link. */
const written = (runs: readonly Run[]): readonly string[] =>
  runs.map(({ styles, text, link }) =>
    [...styles, text].join(":").concat(link === undefined || link === text ? "" : `→${link}`),
  )

test("N16 marks that belong together style what is between, and the others stay as written", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["un **deux** trois", ["un ", "bold:deux", " trois"]],
    [
      "*un* _deux_ ~~trois~~ ||quatre||",
      ["italic:un", " ", "italic:deux", " ", "strike:trois", " ", "spoiler:quatre"],
    ],
    ["**gras et *les deux* encore**", ["bold:gras et ", "bold:italic:les deux", "bold: encore"]],
    ["2 * 3 * 4 et snake_case_name", ["2 * 3 * 4 et snake_case_name"]],
    ["**jamais fermé", ["**jamais fermé"]],
    ["**un *deux** trois*", ["bold:un *deux", " trois*"]],
    ["`**pas gras**` **gras**", ["code:**pas gras**", " ", "bold:gras"]],
    ["\\*pas italique\\* 5\\*6", ["*pas italique* 5*6"]],
    ["C'est ** vide ** ici", ["C'est ** vide ** ici"]],
    ["# titre\n- liste\n<b>html</b>", ["# titre\n- liste\n<b>html</b>"]],
    ["**deux\nlignes**", ["bold:deux\nlignes"]],
  ]
  for (const [text, expected] of cases) expect(written(readRuns(text))).toEqual([...expected])
})

test("N17 only safe schemes are links, and a sentence keeps its full stop", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["[ici](https://example.org/a_b)", ["ici→https://example.org/a_b"]],
    ["[ici](javascript:alert(1))", ["[ici](javascript:alert(1))"]],
    ["[ici](data:text/html,x)", ["[ici](data:text/html,x)"]],
    ["[@Bob](colombe:account/AAAA)", ["@Bob→colombe:account/AAAA"]],
  ]
  for (const [text, expected] of cases) expect(written(readRuns(text))).toEqual([...expected])
  const links = (text: string) => readRuns(text).flatMap(({ link }) => link ?? [])
  expect(links("voir https://example.org/x_y?z=1.")).toEqual(["https://example.org/x_y?z=1"])
  expect(links("(https://example.org)")).toEqual(["https://example.org"])
  expect(links("https://fr.wikipedia.org/wiki/Colombe_(oiseau)")).toEqual([
    "https://fr.wikipedia.org/wiki/Colombe_(oiseau)",
  ])
  expect(links("**https://example.org**")).toEqual(["https://example.org"])
  expect(links("xhttps://example.org javascript:alert(1)")).toEqual([])
})

test("N17 an address in plain text ends where it ends in formatted text, and nothing else is read there", () => {
  const links = (text: string) => readPlainRuns(text).flatMap(({ link }) => link ?? [])
  for (const text of [
    "(https://example.org)",
    "voir https://example.org/x_y?z=1.",
    "https://fr.wikipedia.org/wiki/Colombe_(oiseau)",
  ])
    expect(links(text)).toEqual(readRuns(text).flatMap(({ link }) => link ?? []))
  expect(links("https://fr.wikipedia.org/wiki/Colombe_(oiseau)")).toHaveLength(1)
  expect(written(readPlainRuns("**pas gras** [ici](https://a.org/*)"))).toEqual([
    "**pas gras** [ici](",
    "https://a.org/*",
    ")",
  ])
})

test("N16 blocks: quotes and code stand apart, and a fence that is never closed is text", () => {
  expect(readMarkup("> cité **fort**\n> encore\nréponse")).toMatchObject([
    { type: "quote", runs: [{ text: "cité " }, { text: "fort", styles: ["bold"] }, { text: "\nencore" }] },
    { type: "paragraph", runs: [{ text: "réponse" }] },
  ])
  expect(readMarkup("avant\n```ts\nconst a = `**b**`\n\n```\naprès")).toMatchObject([
    { type: "paragraph" },
    { type: "code", language: "ts", text: "const a = `**b**`\n" },
    { type: "paragraph" },
  ])
  expect(readMarkup("```\nouvert")).toMatchObject([{ type: "paragraph", runs: [{ text: "```\nouvert" }] }])
})

test("N16 a text without marks says so, and previews carry no marks", () => {
  expect(hasMarkup("bonjour, 2 * 3 = 6\nhttps://example.org")).toBe(false)
  expect(hasMarkup("**bonjour**")).toBe(true)
  expect(hasMarkup("> cité")).toBe(true)
  expect(plainText("**gras** [ici](https://example.org) `code`")).toBe("gras ici code")
})

test("N16 every text is read, no character without a mark is lost, and hostile ones are read quickly", () => {
  const alphabet = fc.constantFrom(
    "*",
    "**",
    "_",
    "~~",
    "||",
    "`",
    "```",
    "[",
    "](",
    ")",
    "> ",
    "\n",
    " ",
    "a",
    "é",
    "😀",
    "https://a.b",
    "\\",
  )
  const texts = fc.array(alphabet, { maxLength: 60 }).map(parts => parts.join(""))
  fc.assert(
    fc.property(texts, text => {
      const letters = (from: string) => from.replaceAll(/[^aé😀]/gu, "").length
      const read = readMarkup(text).map(block =>
        block.type === "code"
          ? block.language + block.text
          : block.runs.map(run => run.text + (run.link === run.text ? "" : (run.link ?? ""))).join(""),
      )
      expect(letters(read.join(""))).toBe(letters(text))
    }),
    { numRuns: 500, examples: [["https://a.b||||https://a.b"]] },
  )
  const hostile = ["**", "*a ", "`", "[", "[a](", "||", "https://", "\\", "```\n", "> ", "_a", "``a`"]
  for (const piece of hostile)
    expect(readMarkup(piece.repeat(65_536 / piece.length)).length).toBeGreaterThan(0)
})
