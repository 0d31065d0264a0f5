import type { JSX, RefObject } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { changeText } from "./field.tsx"
import { type Format, formatted } from "./marks.ts"

const buttons: readonly { readonly format: Format; readonly icon: IconName }[] = [
  { format: "bold", icon: "bold" },
  { format: "italic", icon: "italic" },
  { format: "strike", icon: "strike" },
  { format: "code", icon: "code" },
  { format: "spoiler", icon: "veil" },
  { format: "quote", icon: "quote" },
  { format: "link", icon: "link" },
]

/** Pixels between it and what is selected. */
const gap = 6

/** Above what is selected, as long as something is. */
export function FormatToolbar({
  field,
}: {
  field: RefObject<HTMLTextAreaElement | null>
}): JSX.Element | null {
  const bar = useRef<HTMLDivElement>(null)
  const selected = useSelected(field)
  useLayoutEffect(() => {
    const [element, frame] = [bar.current, field.current?.parentElement]
    if (element === null || !frame || selected === undefined) return
    const box = frame.getBoundingClientRect()
    const at = placeOf(frame, selected) ?? box
    element.style.left = `${Math.max(0, Math.min(at.left - box.left, box.width - element.offsetWidth))}px`
    element.style.top = `${Math.max(0, at.top - box.top) - element.offsetHeight - gap}px`
  }, [selected])
  if (selected === undefined) return null
  return (
    <div
      ref={bar}
      class="format-bar"
      role="toolbar"
      aria-label={text("format.bar")}
      onKeyDown={event => moveFocus(event, field.current)}
    >
      {buttons.map(({ format, icon }, place) => (
        <button
          key={format}
          type="button"
          class="quiet square"
          tabIndex={place === 0 ? 0 : -1}
          aria-label={text(`format.${format}`)}
          title={text(`format.${format}`)}
          // The selection stays where it is.
          onPointerDown={event => event.preventDefault()}
          onClick={() => {
            if (field.current !== null) changeText(field.current, formatted(format, field.current))
          }}
        >
          <Icon name={icon} size={18} />
        </button>
      ))}
    </div>
  )
}

/** Of the field, while it or what belongs to it has the focus; undefined where nothing is selected. */
function useSelected(field: RefObject<HTMLTextAreaElement | null>): string | undefined {
  const [selected, setSelected] = useState<string | undefined>(undefined)
  useEffect(() => {
    const look = () => {
      const element = field.current
      const isWithin = element?.form?.contains(document.activeElement) ?? false
      const isAny = element !== null && element.selectionStart < element.selectionEnd
      setSelected(isWithin && isAny ? `${element.selectionStart} ${element.selectionEnd}` : undefined)
    }
    const stopping = new AbortController()
    for (const type of ["selectionchange", "focusin", "focusout"])
      document.addEventListener(type, look, { signal: stopping.signal })
    return () => stopping.abort()
  }, [])
  return selected
}

/** Where the painted text begins that stands under what is selected. */
function placeOf(frame: Element, selected: string): DOMRect | undefined {
  const painted = frame.querySelector(".painted")
  if (painted === null) return undefined
  const nodes = document.createTreeWalker(painted, NodeFilter.SHOW_TEXT)
  let left = Number(selected.split(" ")[0])
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    const length = node.nodeValue?.length ?? 0
    if (left < length) {
      const range = document.createRange()
      range.setStart(node, left)
      range.setEnd(node, left + 1)
      return range.getBoundingClientRect()
    }
    left -= length
  }
  return undefined
}

/** One tab stop: arrows move between the buttons, Escape goes back to the text. */
function moveFocus(event: KeyboardEvent, field: HTMLTextAreaElement | null): void {
  const all =
    event.currentTarget instanceof Element ? [...event.currentTarget.querySelectorAll("button")] : []
  const at = all.findIndex(one => one.matches(":focus"))
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }
  const step = steps[event.key]
  if (event.key === "Escape") field?.focus()
  else if (step !== undefined) all[(at + step + all.length) % all.length]?.focus()
  else return
  event.preventDefault()
  event.stopPropagation()
}
