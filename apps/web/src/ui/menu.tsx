import type { ComponentChildren, JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"

/** Pixels between the menu and the edge of the window. */
const edge = 8

/** Where it opens, in pixels of the window. */
export interface MenuPlace {
  readonly x: number
  readonly y: number
}

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
    const menu = element.current
    if (menu === null) return undefined
    const opener = document.activeElement
    menu.showPopover()
    // Where there is room for all of it.
    const { offsetWidth, offsetHeight } = menu
    menu.style.left = `${Math.max(edge, Math.min(props.at.x, innerWidth - offsetWidth - edge))}px`
    menu.style.top = `${Math.max(edge, Math.min(props.at.y, innerHeight - offsetHeight - edge))}px`
    itemsOf(menu)[0]?.focus()
    // Before it happens, so that nothing can ask for it once more in between.
    const onToggle = (event: ToggleEvent) => {
      if (event.newState === "closed") props.onClose()
    }
    menu.addEventListener("beforetoggle", onToggle)
    return () => {
      menu.removeEventListener("beforetoggle", onToggle)
      // It goes away together with the focus within, unless what was chosen has moved the focus on.
      const lost = document.activeElement === document.body || menu.contains(document.activeElement)
      if (lost && opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    }
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
