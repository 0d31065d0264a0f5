import { overlay } from "../../state/overlay.ts"
import { go, route } from "../../state/route.ts"
import { shelved } from "../../state/shelf.ts"
import { openConversation } from "../../state/timeline.ts"
import { moveToRegion } from "./regions.ts"

/** Command on Apple's keyboards, Control on all others. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** The keys that work wherever the focus is. Returns how to stop listening. */
export function listenForShortcuts(): () => void {
  const stopping = new AbortController()
  addEventListener("keydown", onKeyDown, { signal: stopping.signal })
  return () => stopping.abort()
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = nameOf(event)
  if (name === "mod+k") {
    overlay.value = overlay.peek() === "palette" ? undefined : "palette"
    event.preventDefault()
    return
  }
  // A dialog or a menu has the keys for itself, Escape included.
  if (document.querySelector("dialog[open], :popover-open") !== null) return
  if (name === "?" && isWriting(event.target)) return
  const run = actions[name]
  if (run?.(event) === true) event.preventDefault()
}

/** As the table below writes it; `mod` is Command or Control. */
function nameOf(event: KeyboardEvent): string {
  const { key, altKey, shiftKey } = event
  const mod = isApple ? event.metaKey : event.ctrlKey
  const other = isApple ? event.ctrlKey : event.metaKey
  const letter = key.length === 1 ? key.toLowerCase() : key
  // Shift is what makes a question mark.
  const shift = shiftKey && key.length > 1
  return [mod && "mod", other && "other", altKey && "alt", shift && "shift", letter].filter(Boolean).join("+")
}

/** Whether it was done, so that the browser is not to do anything else. */
const actions: Readonly<Record<string, (event: KeyboardEvent) => boolean>> = {
  "?": () => {
    overlay.value = "shortcuts"
    return true
  },
  "alt+ArrowDown": () => step(1),
  "alt+ArrowUp": () => step(-1),
  "mod+f": searchHere,
  F6: () => moveToRegion(1),
  "shift+F6": () => moveToRegion(-1),
  Escape: leave,
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")
}

/** To the next conversation of the list as it is shown, or to the one before. */
function step(by: 1 | -1): boolean {
  const list = shelved.peek() ?? []
  const where = route.peek()
  const open = where.at === "conversation" ? where.conversation : undefined
  const at = list.findIndex(({ conversation }) => conversation === open)
  const next = list[at === -1 ? (by === 1 ? 0 : list.length - 1) : at + by]
  if (next !== undefined) go({ at: "conversation", conversation: next.conversation })
  return true
}

/** Once: with the field open already the key is the browser's, whose own search reads every row on the page. */
function searchHere(): boolean {
  const where = route.peek()
  if (where.at !== "conversation") return false
  const { searching } = openConversation(where.conversation)
  if (searching.peek()) return false
  searching.value = true
  return true
}

/** Out of what stands beside the list, to its row there. */
function leave(): boolean {
  const where = route.peek()
  if (where.at === "list" || where.at === "new") return false
  const row =
    where.at === "conversation" ? `.row-link[data-conversation="${where.conversation}"]` : ".row-link"
  go({ at: "list" })
  requestAnimationFrame(() => document.querySelector<HTMLElement>(row)?.focus())
  return true
}
