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

/** Total: every text is some list of blocks. */
export function readMarkup(text: string): readonly Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  let quoting = false
  const flush = () => {
    if (lines.length > 0)
      blocks.push({ type: quoting ? "quote" : "paragraph", runs: readRuns(lines.join("\n")) })
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
      const language = line.slice(fence.length).trim()
      blocks.push({ type: "code", language, text: all.slice(index + 1, end).join("\n") })
      index = end
      continue
    }
    const quoted = quoteMark.test(line)
    if (quoted !== quoting) flush()
    quoting = quoted
    lines.push(quoted ? line.replace(quoteMark, "") : line)
  }
  flush()
  return blocks
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
