import type { JSX } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { isSent } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { mayWrite } from "../conversation/rights.ts"
import { selectedPart } from "./selected.ts"

/** Pixels between it and what is selected. */
const gap = 6

/** Beside what is selected of a message: answers that part of it. */
export function AnswerPart({ open }: { open: OpenConversation }): JSX.Element | null {
  const button = useRef<HTMLButtonElement>(null)
  const [selected, setSelected] = useState<ReturnType<typeof selectedPart>>(undefined)
  useEffect(() => {
    const look = () => setSelected(selectedPart())
    document.addEventListener("selectionchange", look)
    return () => document.removeEventListener("selectionchange", look)
  }, [])
  const item = open.items.value?.find(one => one.kind === "message" && one.id === selected?.id)
  useLayoutEffect(() => {
    const element = button.current
    const frame = element?.parentElement?.getBoundingClientRect()
    if (!element || frame === undefined || selected === undefined) return
    const { left, bottom } = selected.box
    element.style.left = `${Math.max(0, Math.min(left - frame.left, frame.width - element.offsetWidth))}px`
    element.style.top = `${Math.min(bottom - frame.top + gap, frame.height - element.offsetHeight - gap)}px`
  }, [selected])
  if (selected === undefined || item?.kind !== "message" || !isSent(item) || !mayWrite(open.details.value))
    return null
  const answer = () => {
    open.composing.value = { at: "replying", to: item, part: selected.part }
    getSelection()?.removeAllRanges()
  }
  return (
    <button
      ref={button}
      type="button"
      class="answer-part"
      // The selection stays where it is.
      onPointerDown={event => event.preventDefault()}
      onClick={answer}
    >
      <Icon name="reply" size={18} />
      {text("message.answerPart")}
    </button>
  )
}
