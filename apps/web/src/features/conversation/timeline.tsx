import type { TimelineItem } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { dayName, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { listenForMenus } from "../../ui/menu-triggers.ts"
import { Item } from "./item.tsx"
import { MessageMenu } from "./message-menu.tsx"
import { moveBetween } from "./roving.ts"

/** Pixels from the end within which one counts as reading the newest. */
const endSlack = 80

/** A window of real rows with the browser's own scroll anchoring: it never moves unless you were at the end. */
export function Timeline({ open }: { open: OpenConversation }): JSX.Element {
  const items = open.items.value
  const scroller = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const [below, setBelow] = useState(0)
  const lastSeq = items?.at(-1)?.seq
  const count = items?.length ?? 0
  const seen = useRef({ count: 0 })

  useLayoutEffect(() => {
    const element = scroller.current
    const grown = count - seen.current.count
    const first = seen.current.count === 0
    seen.current.count = count
    if (element === null || grown <= 0) return
    const mine = items?.at(-1)
    if (first || atEnd || (mine?.kind === "message" && mine.mine && mine.state.at === "queued"))
      element.scrollTop = element.scrollHeight
    else setBelow(was => was + grown)
  }, [count])
  useEffect(() => {
    if (atEnd && lastSeq !== undefined && document.visibilityState === "visible")
      void client.markRead(open.conversation, lastSeq)
  }, [atEnd, lastSeq])

  useEffect(() => {
    const ask = (item: HTMLElement, at: { x: number; y: number }) => {
      open.menu.value = { id: item.dataset.id ?? "", ...at }
    }
    // The browser's own menu is for addresses and for text that is selected.
    const isNative = (target: Element) =>
      target.closest("a") !== null || getSelection()?.isCollapsed === false
    const triggers = { item: "article.message[data-id]", onEnter: true, isNative, ask }
    return scroller.current === null ? undefined : listenForMenus(scroller.current, triggers)
  }, [open])
  const target = open.target.value
  useLayoutEffect(() => {
    if (target === undefined) return
    open.target.value = undefined
    const row = scroller.current?.querySelector<HTMLElement>(`[data-seq="${target}"]`)
    row?.scrollIntoView({ block: "center" })
    row?.focus({ preventScroll: true })
    row?.classList.add("found")
    row?.addEventListener("animationend", () => row.classList.remove("found"), { once: true })
  }, [target])

  const onScroll = () => {
    const element = scroller.current
    if (element === null) return
    const end = element.scrollHeight - element.scrollTop - element.clientHeight < endSlack
    setAtEnd(end)
    if (end) setBelow(0)
  }
  const toEnd = () => {
    const element = scroller.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }
  const older = async () => {
    // Rows that come in above are no news below.
    await open.loadOlder()
    setBelow(0)
  }
  return (
    <div class="timeline-frame">
      <div
        class="timeline"
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={event => moveBetween(event, scroller.current)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={text("conversation.messages")}
        aria-busy={items === undefined}
      >
        {open.moreBefore.value ? (
          <button type="button" class="older" onClick={() => void older()}>
            {text("conversation.older")}
          </button>
        ) : items !== undefined ? (
          <p class="beginning">{text("conversation.start")}</p>
        ) : null}
        <Rows open={open} items={items ?? []} />
      </div>
      <MessageMenu open={open} />
      {atEnd ? null : (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" />
          <span>{text("conversation.toEnd", { count: below })}</span>
        </button>
      )}
    </div>
  )
}

/** One after another by the same person within this many milliseconds reads as one piece. */
const groupMs = 5 * 60_000

function Rows({ open, items }: { open: OpenConversation; items: readonly TimelineItem[] }): JSX.Element {
  const { dividerAfter } = open
  const now = Date.now()
  let day = ""
  let divided = false
  const rows: JSX.Element[] = []
  for (const [index, item] of items.entries()) {
    if (repeats(items[index - 1], item)) continue
    const name = dayName(item.at, now)
    if (name !== day) {
      day = name
      rows.push(
        <p key={`day ${name}`} class="day">
          <time>{name}</time>
        </p>,
      )
    }
    const fresh = dividerAfter !== undefined && item.seq !== undefined && item.seq > dividerAfter
    if (fresh && !divided) {
      divided = true
      rows.push(
        <p key="divider" class="divider">
          <span>{text("conversation.unread")}</span>
        </p>,
      )
    }
    rows.push(
      <Item key={keyOf(item)} open={open} item={item} continued={continues(items[index - 1], item)} />,
    )
  }
  return <>{rows}</>
}

/** One line says it for all that was written before somebody came in. */
function repeats(before: TimelineItem | undefined, item: TimelineItem): boolean {
  const closed = (one: TimelineItem | undefined) => one?.kind === "notice" && one.notice === "before-joining"
  return closed(before) && closed(item)
}

function keyOf(item: TimelineItem): string {
  return item.kind === "message" ? item.id : `${item.kind} ${item.seq}`
}

function continues(before: TimelineItem | undefined, item: TimelineItem): boolean {
  return (
    before?.kind === "message" &&
    item.kind === "message" &&
    before.from.account === item.from.account &&
    item.at - before.at < groupMs
  )
}
