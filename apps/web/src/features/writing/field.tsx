import {
  editTyped,
  mentionPrefix,
  readTyped,
  type TypedText,
  typedSpans,
  writeTyped,
} from "@colombe/client/markup"
import type { JSX, RefObject } from "preact"
import { useLayoutEffect, useMemo, useRef } from "preact/hooks"
import type { TextChange } from "./marks.ts"

/**
 * Where a text is typed. It is the platform's own field, so that undo, input methods, spelling and screen readers work as
 * everywhere; its letters are transparent, and the same text, painted with its format, lies over it letter for letter.
 */
export function WritingField(props: {
  readonly field: RefObject<HTMLTextAreaElement | null>
  /** Formatted, as it will be sent. */
  readonly value: string
  readonly onValue: (value: string) => void
  readonly attributes: JSX.IntrinsicElements["textarea"]
}): JSX.Element {
  const { field, value, onValue, attributes } = props
  const painted = useRef<HTMLDivElement>(null)
  const typed = useTyped(value)
  const spans = useMemo(() => typedSpans(value), [value])
  const follow = () => {
    if (painted.current !== null && field.current !== null)
      painted.current.scrollTop = field.current.scrollTop
  }
  useLayoutEffect(follow, [value])
  return (
    <div class="writing-field">
      <textarea
        {...attributes}
        ref={field}
        rows={1}
        dir="auto"
        // Browsers write what stands in other fields into their session's file.
        autocomplete="off"
        value={typed.current.text}
        onScroll={follow}
        onInput={event => {
          const { value: text, selectionStart } = event.currentTarget
          typed.current = editTyped(typed.current, text, selectionStart)
          onValue(writeTyped(typed.current))
        }}
      />
      <div class="painted" ref={painted} aria-hidden="true" dir="auto">
        {spans.map((span, index) => (
          <span key={index} class={classOf(span)}>
            {span.text}
          </span>
        ))}
        {/* The last line end makes a line only where something follows. */}
        {"\u200b"}
      </div>
    </div>
  )
}

function classOf({ isMark, styles, link }: ReturnType<typeof typedSpans>[number]): string {
  const kind = link?.startsWith(mentionPrefix) ? "as-mention" : ""
  return [isMark ? "as-mark" : "", kind, ...styles.map(style => `as-${style}`)].filter(Boolean).join(" ")
}

/** What is typed, with its mentions, as long as nothing else has put another text in its place. */
function useTyped(value: string): { current: TypedText } {
  const typed = useRef<TypedText>({ text: "", mentions: [] })
  if (writeTyped(typed.current) !== value) typed.current = readTyped(value)
  return typed
}

/** As if it were typed: undo takes it back. */
export function changeText(field: HTMLTextAreaElement, { from, to, insert, select }: TextChange): void {
  field.focus()
  field.setSelectionRange(from, to)
  if (insert === "") document.execCommand("delete")
  else document.execCommand("insertText", false, insert)
  field.setSelectionRange(...select)
}
