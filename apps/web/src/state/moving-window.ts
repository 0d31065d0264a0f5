import type { TimelineRange } from "@colombe/client"
import { batch, type Signal, signal } from "@preact/signals"
import { client } from "./app.ts"
import { keptItems } from "./kept-items.ts"
import { firstRows, firstSeq, joined, lastSeq, type Side, stepRows, trimmed, type Window } from "./window.ts"

/** The window of one conversation, moved by one step at a time, so that no answer is laid over a newer one. */
export interface MovingWindow {
  readonly window: Signal<Window | undefined>
  /** As of the last answer. */
  readonly readUpTo: () => number
  /** Another stretch; `then` runs with it, before anybody sees it. */
  show(range: TimelineRange, then: (window: Window) => void): Promise<void>
  grow(side: Side): Promise<void>
  /** The same stretch as it is now; at the end, with what came since. */
  refresh(isAtEnd: boolean): Promise<void>
}

/** Rows of a page that brings a window up to date; more than this since then, and it is no longer at the end. */
const refreshRows = 500

export function movingWindow(conversation: string): MovingWindow {
  const window = signal<Window | undefined>(undefined)
  let readUpTo = 0
  let last = Promise.resolve()
  const inTurn = (work: () => Promise<void>) => {
    last = last.then(work, work)
    return last
  }
  const ask = async (range: TimelineRange): Promise<Window> => {
    const page = await client.timeline(conversation, range)
    readUpTo = page.readUpTo
    return { ...page, items: keptItems(window.peek()?.items ?? [], page.items) }
  }
  return {
    window,
    readUpTo: () => readUpTo,
    show: (range, then) =>
      inTurn(async () => {
        const page = await ask(range)
        batch(() => {
          then(page)
          window.value = page
        })
      }),
    grow: side =>
      inTurn(async () => {
        const known = window.peek()
        const edge = known && (side === "before" ? firstSeq(known) : lastSeq(known))
        const more = side === "before" ? known?.moreBefore : known?.moreAfter
        if (known === undefined || edge === undefined || !more) return
        window.value = joined(known, side, await ask({ [side]: edge, limit: stepRows }))
      }),
    refresh: isAtEnd =>
      inTurn(async () => {
        const known = window.peek()
        if (known !== undefined) window.value = await upToDate(known, ask, isAtEnd)
      }),
  }
}

async function upToDate(
  known: Window,
  ask: (range: TimelineRange) => Promise<Window>,
  isAtEnd: boolean,
): Promise<Window> {
  const [first, last] = [firstSeq(known), lastSeq(known)]
  if (first === undefined || last === undefined) return ask({ limit: firstRows })
  if (known.moreAfter) {
    const { items } = await ask({ after: first - 1, before: last + 1, limit: refreshRows })
    return { ...known, items }
  }
  const { items, moreAfter } = await ask({ after: first - 1, limit: refreshRows })
  if (moreAfter && isAtEnd) return ask({ limit: firstRows })
  return trimmed({ ...known, items, moreAfter }, isAtEnd ? "after" : "before")
}
