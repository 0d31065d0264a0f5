import type { JSX, RefObject } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { EmojiPicker } from "../../ui/emoji/index.ts"
import { Icon } from "../../ui/icons.tsx"
import type { MenuPlace } from "../../ui/menu.tsx"
import { changeText } from "./field.tsx"

/** Pixels of the picker, which opens above the button. */
const pickerHeight = 420

export function EmojiButton({ field }: { field: RefObject<HTMLTextAreaElement | null> }): JSX.Element {
  const [at, setAt] = useState<MenuPlace | undefined>(undefined)
  const insert = (emoji: string) => {
    const element = field.current
    if (element === null) return
    const { selectionStart: from, selectionEnd: to } = element
    const end = from + emoji.length
    changeText(element, { from, to, insert: emoji, select: [end, end] })
  }
  return (
    <>
      <button
        type="button"
        class="quiet square emoji-button"
        aria-label={text("emoji.insert")}
        title={text("emoji.insert")}
        aria-haspopup="dialog"
        aria-expanded={at !== undefined}
        onClick={event => {
          const { left, top } = event.currentTarget.getBoundingClientRect()
          setAt({ x: left, y: top - pickerHeight })
        }}
      >
        <Icon name="smile" />
      </button>
      {at === undefined ? null : (
        <EmojiPicker label={text("emoji.insert")} at={at} onPick={insert} onClose={() => setAt(undefined)} />
      )}
    </>
  )
}
