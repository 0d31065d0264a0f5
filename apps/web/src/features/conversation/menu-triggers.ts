import type { MenuPlace } from "../../ui/menu.tsx"

/** Milliseconds of a long press, for touch screens whose browser makes no context menu of it. */
const longPressMs = 450
/** Pixels between the top of a message and a menu opened by keyboard. */
const inset = 8

/**
 * Every way to ask for a message's menu: a right click, a long press, and Enter or the menu key on the focused message.
 * Returns how to stop listening.
 */
export function listenForMenus(list: HTMLElement, ask: (id: string, at: MenuPlace) => void): () => void {
  let press: ReturnType<typeof setTimeout> | undefined
  const stopping = new AbortController()
  const { signal } = stopping
  const askFor = (target: EventTarget | null, at: MenuPlace) => {
    const message = target instanceof Element ? target.closest<HTMLElement>("article.message") : null
    const id = message?.getAttribute("data-id") ?? undefined
    if (id !== undefined) ask(id, at)
    return id !== undefined
  }
  const cancel = () => clearTimeout(press)
  list.addEventListener(
    "contextmenu",
    event => {
      // The browser's own menu is for addresses and for text that is selected.
      if (event.target instanceof Element && event.target.closest("a") !== null) return
      if (getSelection()?.isCollapsed === false) return
      cancel()
      if (askFor(event.target, { x: event.clientX, y: event.clientY })) event.preventDefault()
    },
    { signal },
  )
  list.addEventListener(
    "pointerdown",
    ({ pointerType, target, clientX, clientY }) => {
      cancel()
      if (pointerType === "touch")
        press = setTimeout(() => askFor(target, { x: clientX, y: clientY }), longPressMs)
    },
    { signal },
  )
  for (const type of ["pointerup", "pointermove", "pointercancel"])
    list.addEventListener(type, cancel, { signal })
  list.addEventListener(
    "keydown",
    event => {
      const { target, key, shiftKey } = event
      if (!(target instanceof HTMLElement) || !target.matches("article.message")) return
      if (key !== "Enter" && key !== "ContextMenu" && !(key === "F10" && shiftKey)) return
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
