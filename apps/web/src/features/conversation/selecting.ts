import { isSent } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"

/** Messages that can be selected at one time: what one deletion may name. */
const selectedMax = 100

/** Selects one more message, or no longer; nothing selected ends it. */
export function toggle(open: OpenConversation, id: string): void {
  const now = new Set(open.selected.peek())
  if (!now.delete(id) && now.size < selectedMax && isSelectable(open, id)) now.add(id)
  open.selected.value = now.size === 0 ? undefined : now
}

/** What the server does not have yet cannot be forwarded or deleted. */
function isSelectable(open: OpenConversation, id: string): boolean {
  const item = open.items.peek()?.find(one => one.kind === "message" && one.id === id)
  return item?.kind === "message" && isSent(item)
}

/** Everything between the one that was selected last and this one. */
function selectUpTo(open: OpenConversation, id: string): void {
  const ids = (open.items.peek() ?? []).flatMap(item => (item.kind === "message" ? [item.id] : []))
  const from = ids.indexOf([...(open.selected.peek() ?? [])].at(-1) ?? id)
  const to = ids.indexOf(id)
  const between = ids.slice(Math.min(from, to), Math.max(from, to) + 1)
  const wanted = [...(open.selected.peek() ?? []), ...between].filter(one => isSelectable(open, one))
  open.selected.value = new Set([...new Set(wanted)].slice(0, selectedMax))
}

/** The focus goes back to where one was: the message, or what is being written. */
export function stopSelecting(open: OpenConversation): void {
  open.selected.value = undefined
  if (document.activeElement?.matches("article.message") === true) return
  requestAnimationFrame(() => document.querySelector<HTMLElement>(".composer textarea")?.focus())
}

/**
 * Selecting by pointer and keyboard: Ctrl or Command and a press, Shift and a press for everything between, Space on the
 * focused message; while something is selected every press selects. Returns how to stop listening.
 */
export function listenForSelecting(list: HTMLElement, open: OpenConversation): () => void {
  const stopping = new AbortController()
  const { signal } = stopping
  const messageAt = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>("article.message[data-id]") : null
  const onClick = (event: MouseEvent) => {
    const id = messageAt(event.target)?.dataset.id
    const isSelecting = open.selected.peek() !== undefined
    if (id === undefined || !(isSelecting || event.ctrlKey || event.metaKey || event.shiftKey)) return
    // With Shift and nothing selected yet, text is being marked.
    if (event.shiftKey && !isSelecting) return
    event.preventDefault()
    event.stopPropagation()
    if (event.shiftKey) selectUpTo(open, id)
    else toggle(open, id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { target, key, shiftKey } = event
    if (key === "Escape" && open.selected.peek() !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      return stopSelecting(open)
    }
    if (key !== " " || !(target instanceof HTMLElement) || !target.matches("article.message")) return
    event.preventDefault()
    const id = target.dataset.id ?? ""
    if (shiftKey) selectUpTo(open, id)
    else toggle(open, id)
  }
  list.addEventListener("click", onClick, { signal, capture: true })
  list.addEventListener("keydown", onKeyDown, { signal, capture: true })
  return () => stopping.abort()
}
