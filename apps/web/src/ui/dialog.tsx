import type { ComponentChildren, JSX } from "preact"
import { useEffect, useId, useRef } from "preact/hooks"
import { text } from "../i18n/index.ts"
import { beginWork } from "../state/at-work.ts"
import { focusFirst } from "./focus.ts"
import { Icon } from "./icons.tsx"

/** The platform's modal dialog: it keeps the focus inside, closes on Escape, and gives the focus back. */
export function Dialog(props: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  const id = useId()
  // What is typed or chosen in it is kept nowhere else.
  useEffect(beginWork, [])
  useEffect(() => {
    const opener = document.activeElement
    element.current?.showModal()
    focusFirst(element.current)
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog ref={element} class="dialog" aria-labelledby={id} onClose={props.onClose}>
      <header class="dialog-head">
        <h2 id={id}>{props.title}</h2>
        <button
          type="button"
          class="quiet square"
          aria-label={text("info.close")}
          onClick={() => element.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      {props.children}
    </dialog>
  )
}
