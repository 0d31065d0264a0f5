import type { ComponentChildren, JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import { type MenuPlace, openPopover } from "./popover.ts"

export { type MenuPlace, placeBelow } from "./popover.ts"

/**
 * A menu, open as long as it is rendered. The platform's popover closes it on Escape and on presses outside; choosing
 * an item closes it too. The focus goes back to where it was.
 */
export function Menu(props: {
  readonly label: string
  readonly at: MenuPlace
  readonly onClose: () => void
  readonly children: ComponentChildren
}): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const close = openPopover(element.current, props.at, props.onClose)
    const [first] = element.current === null ? [] : itemsOf(element.current)
    first?.focus()
    return close
  }, [])
  return (
    <div
      ref={element}
      class="menu"
      role="menu"
      aria-label={props.label}
      popover="auto"
      onKeyDown={event => moveFocus(event, element.current)}
      onClick={event => {
        const item = event.target instanceof Element ? event.target.closest("[role^=menuitem]") : null
        // One that opens another page puts it in this menu's place.
        if (item !== null && !item.hasAttribute("aria-haspopup")) element.current?.hidePopover()
      }}
    >
      {props.children}
    </div>
  )
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]")]

function moveFocus(event: KeyboardEvent, menu: HTMLElement | null): void {
  if (menu === null) return
  const items = itemsOf(menu)
  const at = items.findIndex(item => item.matches(":focus"))
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: items.length - 1,
  }
  const step = steps[event.key]
  if (step === undefined) return
  event.preventDefault()
  items[(step + items.length) % items.length]?.focus()
}
