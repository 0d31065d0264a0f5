import { quoteMarkOf, type SourceBlock, sourceBlocks } from "./markup.ts"
import { pairs } from "./runs.ts"
import { readPlacedTokens, type Style, type Token } from "./tokens.ts"

/** A stretch of a text as it is written: what is said, and the marks that say how (spec N16). */
export interface Span {
  readonly text: string
  readonly isMark: boolean
  readonly styles: readonly (Style | "link" | "quote" | "pre")[]
  /** Where it leads, its marks too. */
  readonly link?: string
}

/** Joined, the texts are the text itself: for whoever shows it while it is typed. */
export function readSpans(text: string): readonly Span[] {
  const spans: Span[] = []
  for (const [index, block] of sourceBlocks(text).entries()) {
    if (index > 0) spans.push({ text: "\n", isMark: false, styles: [] })
    spans.push(...(block.type === "code" ? codeSpans(block) : lineSpans(block)))
  }
  return spans.filter(span => span.text !== "")
}

function codeSpans({ lines }: SourceBlock): readonly Span[] {
  const [first = "", ...more] = lines
  const last = more.pop() ?? ""
  const styles = ["pre"] as const
  return [
    { text: `${first}\n`, isMark: true, styles },
    { text: more.map(line => `${line}\n`).join(""), isMark: false, styles },
    { text: last, isMark: true, styles },
  ]
}

function lineSpans(block: SourceBlock): readonly Span[] {
  const marks = block.lines.map(line => quoteMarkOf(block, line))
  const said = block.lines.map((line, index) => line.slice(marks[index]?.length)).join("\n")
  const styles = block.type === "quote" ? (["quote"] as const) : []
  const spans: Span[] = []
  let line = 0
  const begin = () => spans.push({ text: marks[line++] ?? "", isMark: true, styles })
  begin()
  for (const span of tokenSpans(said)) {
    const [first = "", ...more] = span.text.split("\n")
    const within = { ...span, styles: [...styles, ...span.styles] }
    spans.push({ ...within, text: first })
    for (const next of more) {
      spans.push({ ...within, text: "\n" })
      begin()
      spans.push({ ...within, text: next })
    }
  }
  return spans
}

function tokenSpans(said: string): readonly Span[] {
  const placed = readPlacedTokens(said)
  const roles = pairs(placed.map(([token]) => token))
  const spans: Span[] = []
  let open: readonly Style[] = []
  let at = 0
  for (const [token, length] of placed) {
    const source = said.slice(at, at + length)
    at += length
    const role = roles.get(token)
    if (token.type === "mark" && role === "opens") open = [...open, token.style]
    if (role === undefined) spans.push(...partsOf(token, source, open))
    else spans.push({ text: source, isMark: true, styles: open })
    if (role === "closes") open = open.slice(0, -1)
  }
  return spans
}

/** What a token says, between the marks that stand around it. */
function partsOf(token: Token, source: string, open: readonly Style[]): readonly Span[] {
  if (token.type === "mark" || (token.text === source && token.type === "text"))
    return [{ text: source, isMark: false, styles: open }]
  const within = {
    styles: token.type === "text" ? open : [...open, token.type],
    ...(token.type === "link" ? { link: token.link } : {}),
  }
  // An escape, a piece of code and a named link have their marks before what is said, and the last two after it too.
  const before = token.type === "code" ? (source.length - token.text.length) / 2 : source.indexOf(token.text)
  return [
    { ...within, text: source.slice(0, before), isMark: true },
    { ...within, text: token.text, isMark: false },
    { ...within, text: source.slice(before + token.text.length), isMark: true },
  ]
}
