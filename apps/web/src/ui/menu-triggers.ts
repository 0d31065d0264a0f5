import type { MenuPlace } from "./menu.tsx"

/** Milliseconds of a long press, for touch screens whose browser makes no context menu of it. */
const longPressMs = 450
/** Pixels between the top of an item and a menu opened by keyboard. */
const inset = 8

export interface MenuTriggers {
  /** What matches this has a menu, and may have the focus. */
  readonly item: string
  /** Where Enter opens the menu, since the item has nothing else to do. */
  readonly onEnter: boolean
  /** Whether the browser's own menu is wanted there. */
  readonly isNative?: (target: Element) => boolean
  readonly ask: (item: HTMLElement, at: MenuPlace) => void
}

/**
 * Every way to ask for an item's menu: a right click, a long press, and the menu key on the focused item. Returns how to
 * stop listening.
 */
export function listenForMenus(list: HTMLElement, triggers: MenuTriggers): () => void {
  let press: ReturnType<typeof setTimeout> | undefined
  /** A long press has asked: lifting the finger does nothing more. */
  let asked = false
  const stopping = new AbortController()
  const { signal } = stopping
  const askFor = (target: EventTarget | null, at: MenuPlace) => {
    const item = target instanceof Element ? target.closest<HTMLElement>(triggers.item) : null
    if (item !== null) triggers.ask(item, at)
    return item !== null
  }
  const cancel = () => clearTimeout(press)
  list.addEventListener(
    "contextmenu",
    event => {
      if (event.target instanceof Element && triggers.isNative?.(event.target)) return
      cancel()
      if (askFor(event.target, { x: event.clientX, y: event.clientY })) event.preventDefault()
    },
    { signal },
  )
  list.addEventListener(
    "pointerdown",
    ({ pointerType, target, clientX, clientY }) => {
      cancel()
      asked = false
      if (pointerType !== "touch") return
      press = setTimeout(() => {
        asked = askFor(target, { x: clientX, y: clientY })
      }, longPressMs)
    },
    { signal },
  )
  for (const type of ["pointerup", "pointermove", "pointercancel"])
    list.addEventListener(type, cancel, { signal })
  list.addEventListener(
    "click",
    event => {
      if (!asked) return
      asked = false
      event.preventDefault()
      event.stopPropagation()
    },
    { signal, capture: true },
  )
  list.addEventListener(
    "keydown",
    event => {
      const { target, key, shiftKey } = event
      if (!(target instanceof HTMLElement) || !target.matches(triggers.item)) return
      const isMenuKey = key === "ContextMenu" || (key === "F10" && shiftKey)
      if (!isMenuKey && !(key === "Enter" && triggers.onEnter)) return
      const box = target.getBoundingClientRect()
      event.preventDefault()
      askFor(target, { x: box.left + inset, y: Math.max(inset, box.top + inset) })
    },
    { signal },
  )
  return () => {
    cancel()
    stopping.abort()
  }
}
