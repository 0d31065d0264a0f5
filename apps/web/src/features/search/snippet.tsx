import type { Snippet } from "@colombe/client"
import type { ComponentChildren, JSX } from "preact"

/** Where the words stand, marked. */
export function SnippetView({ of }: { of: Snippet }): JSX.Element {
  const parts: ComponentChildren[] = []
  let end = 0
  for (const range of of.ranges) {
    parts.push(of.text.slice(end, range.start))
    parts.push(<mark key={range.start}>{of.text.slice(range.start, range.end)}</mark>)
    end = range.end
  }
  return (
    <bdi>
      {of.cutBefore ? "…" : ""}
      {parts}
      {of.text.slice(end)}
      {of.cutAfter ? "…" : ""}
    </bdi>
  )
}
