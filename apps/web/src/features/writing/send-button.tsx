import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { Icon } from "../../ui/icons.tsx"
import { Menu, type MenuPlace } from "../../ui/menu.tsx"
import { listenForMenus } from "../../ui/menu-triggers.ts"

/** Pixels of the menu, which opens above the button. */
const menuHeight = 112

/** Sends; a long press, a right click or the menu key ask how. */
export function SendButton(props: {
  readonly isEditing: boolean
  readonly isEmpty: boolean
  readonly onSilent: () => void
  readonly onSchedule: () => void
}): JSX.Element {
  const { isEditing, isEmpty, onSilent, onSchedule } = props
  const frame = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<MenuPlace | undefined>(undefined)
  const canChoose = !isEditing && !isEmpty
  useEffect(() => {
    if (frame.current === null || !canChoose) return undefined
    return listenForMenus(frame.current, {
      item: "button.send",
      onEnter: false,
      ask: (item, { x }) => setAt({ x, y: item.getBoundingClientRect().top - menuHeight }),
    })
  }, [canChoose])
  return (
    <div ref={frame} class="sending">
      <button
        type="submit"
        class="send"
        aria-label={text(isEditing ? "composer.save" : "composer.send")}
        title={canChoose ? text("composer.sendHint") : undefined}
        disabled={isEmpty}
      >
        <Icon name={isEditing ? "check" : "send"} size={22} />
      </button>
      {at === undefined ? null : (
        <Menu label={text("composer.how")} at={at} onClose={() => setAt(undefined)}>
          <button type="button" role="menuitem" onClick={onSilent}>
            <Icon name="muted" />
            {text("composer.sendSilent")}
          </button>
          <button type="button" role="menuitem" onClick={onSchedule}>
            <Icon name="calendar" />
            {text("schedule.open")}
          </button>
        </Menu>
      )}
    </div>
  )
}
