/** Messages that PageUp and PageDown pass over. */
const page = 10

/**
 * One tab stop for all messages: the list takes the focus, arrows, Home, End and the page keys move between them, and
 * Escape gives it back to the list.
 */
export function moveBetween(event: KeyboardEvent, list: HTMLElement | null): void {
  const { target } = event
  if (list === null || !(target instanceof HTMLElement)) return
  if (target !== list && !target.matches("article.message")) return
  const messages = [...list.querySelectorAll<HTMLElement>("article.message")]
  const at = messages.indexOf(target)
  const from = at === -1 ? messages.length : at
  const last = messages.length - 1
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: from - 1,
    ArrowDown: from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: last,
  }
  const step = steps[event.key]
  if (event.key === "Escape" && at !== -1) list.focus()
  else if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  if (step !== undefined) messages[Math.max(0, Math.min(step, last))]?.focus()
}
