import { type Run, readRuns } from "./runs.ts"

/** A piece of formatted text (spec N16). */
export type Block =
  | { readonly type: "paragraph"; readonly runs: readonly Run[] }
  | { readonly type: "quote"; readonly runs: readonly Run[] }
  | { readonly type: "code"; readonly language: string; readonly text: string }

const fence = "```"
/** With the name of a language, as in GFM. */
const opening = /^```[^`]*$/
const quoteMark = /^> ?/

/** Lines of a text that make one block, as they are written. */
export interface SourceBlock {
  readonly type: Block["type"]
  readonly lines: readonly string[]
}

/** Every line of a text is in one block. */
export function sourceBlocks(text: string): readonly SourceBlock[] {
  const blocks: SourceBlock[] = []
  let lines: string[] = []
  let type: "paragraph" | "quote" = "paragraph"
  const flush = () => {
    if (lines.length > 0) blocks.push({ type, lines })
    lines = []
  }
  const all = text.split("\n")
  const closings = all.flatMap((line, index) => (line.trimEnd() === fence ? [index] : []))
  for (let index = 0; index < all.length; index++) {
    const line = all[index] ?? ""
    if (closings[0] === index) closings.shift()
    const end = opening.test(line) ? closings.shift() : undefined
    if (end !== undefined) {
      flush()
      blocks.push({ type: "code", lines: all.slice(index, end + 1) })
      index = end
      continue
    }
    const next = quoteMark.test(line) ? "quote" : "paragraph"
    if (next !== type) flush()
    type = next
    lines.push(line)
  }
  flush()
  return blocks
}

/** What marks a line as quoted; empty where nothing does. */
export function quoteMarkOf({ type }: SourceBlock, line: string): string {
  return type === "quote" ? (quoteMark.exec(line)?.[0] ?? "") : ""
}

/** Total: every text is some list of blocks. */
export function readMarkup(text: string): readonly Block[] {
  return sourceBlocks(text).map(block => {
    const { type, lines } = block
    if (type === "code")
      return {
        type,
        language: lines[0]?.slice(fence.length).trim() ?? "",
        text: lines.slice(1, -1).join("\n"),
      }
    return { type, runs: readRuns(lines.map(line => line.slice(quoteMarkOf(block, line).length)).join("\n")) }
  })
}

/** Whether reading it as formatted shows anything but the text itself. */
export function hasMarkup(text: string): boolean {
  const [block, ...more] = readMarkup(text)
  if (more.length > 0 || block === undefined) return more.length > 0
  if (block.type !== "paragraph") return true
  return block.runs.some(
    ({ styles, link, text: run }) => styles.length > 0 || (link !== undefined && link !== run),
  )
}

/** What is said, without the marks: for previews, notifications, search and screen readers. */
export function plainText(text: string): string {
  return readMarkup(text)
    .map(block => (block.type === "code" ? block.text : block.runs.map(({ text }) => text).join("")))
    .join("\n")
}
