import type { OpenConversation } from "../../state/timeline.ts"

/** Of the height of what is seen: a page further, some lines stay. */
const pageShare = 0.85

/**
 * One tab stop for all messages: the list takes the focus, arrows move between them, the page keys scroll, Home and End
 * lead to the very first and last, and Escape gives the focus back to the list.
 */
export function moveBetween(event: KeyboardEvent, list: HTMLElement | null, open: OpenConversation): void {
  const { target, key } = event
  if (list === null || !(target instanceof HTMLElement)) return
  if (target !== list && !target.matches("article.message")) return
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const move = moves[key]
  // From the list itself it leads out of the conversation, which is not ours to do.
  if (move === undefined || (key === "Escape" && target === list)) return
  event.preventDefault()
  move(list, target, open)
}

type Move = (list: HTMLElement, from: HTMLElement, open: OpenConversation) => void

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: (list, from) => step(list, from, -1),
  ArrowDown: (list, from) => step(list, from, 1),
  PageUp: (list, from) => turnPage(list, from, -1),
  PageDown: (list, from) => turnPage(list, from, 1),
  Home: (list, _, open) => void open.toBeginning().then(() => focusEdge(list, "first")),
  End: (list, _, open) => void open.toEnd().then(() => focusEdge(list, "last")),
  Escape: list => list.focus(),
}

function messagesIn(list: HTMLElement): readonly HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("article.message")]
}

/** From the list itself: to the first message upwards from the end of what is seen, or downwards from its beginning. */
function step(list: HTMLElement, from: HTMLElement, by: 1 | -1): void {
  const messages = messagesIn(list)
  const at = messages.indexOf(from)
  const next = at === -1 ? inView(list, messages, by) : messages[at + by]
  next?.focus()
}

function turnPage(list: HTMLElement, from: HTMLElement, by: 1 | -1): void {
  scrollPage(list, by)
  if (from === list) return
  inView(list, messagesIn(list), by === 1 ? 1 : -1)?.focus({ preventScroll: true })
}

/** For whoever writes, too: the page keys scroll the messages. */
export function scrollPage(list: HTMLElement, by: 1 | -1): void {
  list.scrollBy({ top: by * list.clientHeight * pageShare, behavior: "instant" })
}

/** The first message that is seen whole, or the last one. */
function inView(list: HTMLElement, messages: readonly HTMLElement[], by: 1 | -1): HTMLElement | undefined {
  const { top, bottom } = list.getBoundingClientRect()
  const seen = messages.filter(message => {
    const box = message.getBoundingClientRect()
    return box.bottom > top && box.top < bottom
  })
  const whole = seen.filter(message => message.getBoundingClientRect().top >= top)
  return by === 1 ? (whole[0] ?? seen[0]) : seen.at(-1)
}

/** After the rows are on the page. */
function focusEdge(list: HTMLElement, edge: "first" | "last"): void {
  requestAnimationFrame(() =>
    messagesIn(list)
      .at(edge === "first" ? 0 : -1)
      ?.focus({ preventScroll: true }),
  )
}
