/** Where something opens, in pixels of the window. */
export interface MenuPlace {
  readonly x: number
  readonly y: number
}

/** Under a button that opens it. */
export function placeBelow(button: Element): MenuPlace {
  const { left, bottom } = button.getBoundingClientRect()
  return { x: left, y: bottom }
}

/** Pixels between what opens and the edge of the window. */
const edge = 8

/** The pointer whose button or finger is down. */
let pressed: number | undefined
const press = ({ pointerId, type }: PointerEvent) => {
  pressed = type === "pointerdown" ? pointerId : undefined
}
for (const type of ["pointerdown", "pointerup", "pointercancel"] as const)
  addEventListener(type, press, { capture: true })

/** Opens the platform's popover where there is room for all of it; returns how to leave the focus where it was. */
export function openPopover(element: HTMLElement | null, at: MenuPlace, onClose: () => void): () => void {
  if (element === null) return () => {}
  const opener = document.activeElement
  element.showPopover()
  // A menu comes while the press that asked for it goes on; lifted outside, as it began, it would close the menu again.
  if (pressed !== undefined) element.setPointerCapture(pressed)
  const { offsetWidth, offsetHeight } = element
  element.style.left = `${Math.max(edge, Math.min(at.x, innerWidth - offsetWidth - edge))}px`
  element.style.top = `${Math.max(edge, Math.min(at.y, innerHeight - offsetHeight - edge))}px`
  element.querySelector<HTMLElement>("[data-autofocus]")?.focus()
  // Before it happens, so that nothing can ask for it once more in between.
  const onToggle = (event: ToggleEvent) => {
    if (event.newState === "closed") onClose()
  }
  element.addEventListener("beforetoggle", onToggle)
  return () => {
    element.removeEventListener("beforetoggle", onToggle)
    // It goes away together with the focus within, unless what was chosen has moved the focus on.
    const lost = document.activeElement === document.body || element.contains(document.activeElement)
    if (lost && opener instanceof HTMLElement) opener.focus({ preventScroll: true })
  }
}
