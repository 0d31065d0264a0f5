import { rangesOf } from "./word-ranges.ts"

const highlightName = "found-words"

/** The part of the CSS Custom Highlight API that is used here; browsers without it mark the message alone. */
interface Highlighting {
  readonly CSS?: { readonly highlights?: Map<string, unknown> }
  readonly Highlight?: new (...ranges: readonly Range[]) => unknown
}

/** Marks the words in the messages that are shown, without touching their nodes. Returns how to take the marks away. */
export function markWords(typed: string): () => void {
  const { CSS: css, Highlight } = globalThis as unknown as Highlighting
  const highlights = css?.highlights
  if (highlights === undefined || Highlight === undefined) return () => {}
  const ranges: Range[] = []
  for (const body of document.querySelectorAll(".timeline .body")) {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      for (const { start, end } of rangesOf(node.textContent ?? "", typed)) {
        const range = new Range()
        range.setStart(node, start)
        range.setEnd(node, end)
        ranges.push(range)
      }
  }
  highlights.set(highlightName, new Highlight(...ranges))
  return () => void highlights.delete(highlightName)
}
