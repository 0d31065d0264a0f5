import type { TimelineItem } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { isSaved } from "../../state/saved.ts"
import type { OpenConversation, Place, Target } from "../../state/timeline.ts"
import { windowRows } from "../../state/window.ts"
import { listenForMenus } from "../../ui/menu-triggers.ts"
import { AnswerPart } from "../writing/answer-part.tsx"
import { type Anchor, anchorsIn, isAtEnd, placeIn, restore, rowAt } from "./anchoring.ts"
import { FloatingButtons } from "./floating-buttons.tsx"
import { JumpToDate } from "./jump-to-date.tsx"
import { MessageMenu } from "./message-menu.tsx"
import { NewMessages } from "./new-messages.tsx"
import { useReading } from "./reading.ts"
import { moveBetween } from "./roving.ts"
import { Rows } from "./rows.tsx"
import { listenForSelecting } from "./selecting.ts"

/** Heights of what is seen, from either edge of the window, within which more rows are fetched. */
const growWithin = 1.5
/** Of the height of what is seen, above the first unread message. */
const dividerShare = 0.2

/** A window of real rows: whatever comes or goes outside, what is in view stays where it is, unless that is the end. */
export function Timeline({ open }: { open: OpenConversation }): JSX.Element {
  const window = open.window.value
  const items = window?.items
  const scroller = useRef<HTMLDivElement>(null)
  const [date, setDate] = useState<number | undefined>(undefined)
  const before = useBefore(scroller.current, open, items)
  const seenTop = useRef(0)
  const seenPlace = useRef<Place | undefined>(undefined)
  const reading = useReading(open, scroller)

  const growNear = () => {
    const element = scroller.current
    const known = open.window.peek()
    if (element === null || known === undefined) return
    const near = growWithin * element.clientHeight
    const below = element.scrollHeight - element.scrollTop - element.clientHeight
    if (known.moreBefore && element.scrollTop < near) void open.grow("before")
    else if (known.moreAfter && below < near) void open.grow("after")
  }
  const look = () => {
    const element = scroller.current
    if (element === null) return
    seenTop.current = element.scrollTop
    open.atEnd.value = isAtEnd(element) && open.window.peek()?.moreAfter !== true
    seenPlace.current = open.atEnd.peek() ? undefined : placeIn(element)
    reading.look()
    growNear()
  }
  const shown = useRef<typeof items>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || items === undefined) return
    const target = open.target.peek()
    const isSame = shown.current === items
    shown.current = items
    if (target === undefined && isSame) return
    if (target !== undefined) {
      open.target.value = undefined
      lookAt(element, target)
    } else if (before.isAtEnd) element.scrollTop = element.scrollHeight
    else restore(element, before.anchors)
    look()
  }, [items, open.target.value])

  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const stopSelecting = listenForSelecting(element, open)
    const stopMenus = listenForMenus(element, {
      item: "article.message[data-id]",
      onEnter: true,
      // The browser's own menu is for addresses and for text that is selected.
      isNative: target => target.closest("a") !== null || getSelection()?.isCollapsed === false,
      ask(item, at) {
        open.menu.value = { id: item.dataset.id ?? "", ...at }
      },
    })
    // Whatever changes its height, the keyboard of a phone included: the end stays the end.
    const sizes = new ResizeObserver(() => {
      // Lower than it was last seen: somebody scrolls, and the page has not been told yet.
      if (open.atEnd.peek() && element.scrollTop >= seenTop.current) element.scrollTop = element.scrollHeight
    })
    for (const observed of [element, ...element.children]) sizes.observe(observed)
    open.view.place = () => placeIn(element)
    return () => {
      // The rows are gone from the page by now.
      open.leave(seenPlace.current)
      stopMenus()
      stopSelecting()
      sizes.disconnect()
    }
  }, [open])
  useIdleGrowth(open)
  return (
    <div class="timeline-frame">
      <div
        class={`timeline${open.selected.value === undefined ? "" : " selecting"}`}
        ref={scroller}
        onScroll={look}
        onKeyDown={event => moveBetween(event, scroller.current, open)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        // What is read out stands in a place of its own: rows that come while scrolling are no news.
        aria-live="off"
        aria-label={text("conversation.messages")}
        aria-busy={items === undefined}
      >
        <div class="timeline-rows">
          <Edge window={window} side="before" isOwn={isSaved(open.conversation)} />
          <Rows open={open} items={items ?? []} onDate={setDate} />
          <Edge window={window} side="after" isOwn={false} />
        </div>
      </div>
      <NewMessages open={open} />
      <MessageMenu open={open} />
      <FloatingButtons open={open} />
      <AnswerPart open={open} />
      {date === undefined ? null : <JumpToDate open={open} at={date} onClose={() => setDate(undefined)} />}
    </div>
  )
}

function Edge({
  window,
  side,
  isOwn,
}: {
  window: OpenConversation["window"]["value"]
  side: "before" | "after"
  isOwn: boolean
}): JSX.Element | null {
  if (window === undefined) return null
  if (side === "before" ? window.moreBefore : window.moreAfter)
    return (
      <p class="edge" aria-hidden="true">
        <span class="spinner" />
      </p>
    )
  return side === "before" ? (
    <p class="beginning">{text(isOwn ? "saved.start" : "conversation.start")}</p>
  ) : null
}

interface Before {
  readonly anchors: readonly Anchor[]
  readonly isAtEnd: boolean
}

/** How things stood just before the rows change; read while rendering, which is the last moment for it. */
function useBefore(
  scroller: HTMLElement | null,
  open: OpenConversation,
  items: readonly TimelineItem[] | undefined,
): Before {
  const known = useRef<{ readonly items: typeof items; readonly before: Before }>({
    items,
    before: { anchors: [], isAtEnd: true },
  })
  if (known.current.items !== items && scroller !== null) {
    const isEnd = open.atEnd.peek() && isAtEnd(scroller)
    known.current = { items, before: { anchors: anchorsIn(scroller), isAtEnd: isEnd } }
  }
  return known.current.before
}

function lookAt(scroller: HTMLElement, target: Target): void {
  switch (target.at) {
    case "end":
      scroller.scrollTop = scroller.scrollHeight
      return
    case "divider": {
      const divider = scroller.querySelector(".divider")
      if (divider === null) scroller.scrollTop = scroller.scrollHeight
      else putAt(scroller, divider, scroller.clientHeight * dividerShare)
      return
    }
    case "place": {
      const row = rowAt(scroller, target.place.seq)
      if (row !== undefined) putAt(scroller, row, target.place.offset)
      return
    }
    case "found":
      showFound(scroller, target)
  }
}

function putAt(scroller: HTMLElement, row: Element, offset: number): void {
  scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offset
}

function showFound(scroller: HTMLElement, { seq, focus }: Target & { at: "found" }): void {
  const row = rowAt(scroller, seq)
  if (row === undefined) return
  const room = scroller.clientHeight - row.offsetHeight
  putAt(scroller, row, Math.max(0, room / 2))
  if (focus) row.focus({ preventScroll: true })
  row.classList.remove("found")
  // Read, so that the mark begins anew where the same row was found before.
  void row.offsetWidth
  row.classList.add("found")
}

/** What one is likely to read next is there before it is asked for. */
function useIdleGrowth(open: OpenConversation): void {
  const window = open.window.value
  const side =
    window === undefined || window.items.length >= windowRows
      ? undefined
      : window.moreBefore
        ? "before"
        : window.moreAfter
          ? "after"
          : undefined
  useEffect(() => {
    if (side === undefined) return undefined
    const grow = () => void open.grow(side)
    if (!("requestIdleCallback" in globalThis)) {
      const timer = setTimeout(grow, idleMs)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(grow, { timeout: idleMs })
    return () => cancelIdleCallback(idle)
  }, [open, side, window])
}

/** Milliseconds after which the page counts as idle, where the browser does not say. */
const idleMs = 1000
