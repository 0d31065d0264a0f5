import type { FoundMessage } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { JumpToDate } from "../conversation/jump-to-date.tsx"
import { finderIn } from "./finder.ts"
import { markWords } from "./mark-words.ts"

/** Results known at one time; older ones come when one gets there. */
const pageRows = 100

/** Steps through everything in one conversation that holds some words, from the newest on. */
export function SearchInChat({ open }: { open: OpenConversation }): JSX.Element {
  const finder = useMemo(() => finderIn(open.conversation, pageRows), [open])
  const field = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(0)
  const [isChoosingDay, setChoosingDay] = useState(false)
  const typed = finder.typed.value
  const page = finder.found.value
  const messages = page?.messages ?? []
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    setAt(0)
    show(open, messages[0], at === 0)
  }, [page === undefined ? undefined : typed, messages[0]?.id])
  useEffect(() => markWords(typed), [typed, open.items.value])

  const close = () => {
    open.searching.value = false
    document.querySelector<HTMLElement>(".composer textarea")?.focus()
  }
  const step = (by: 1 | -1) => {
    const next = Math.max(0, Math.min(at + by, messages.length - 1))
    if (next >= messages.length - 2) void finder.more()
    setAt(next)
    show(open, messages[next], false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "Escape") close()
    else if (event.key === "Enter") step(event.shiftKey ? -1 : 1)
    else if (event.key === "ArrowUp") step(1)
    else if (event.key === "ArrowDown") step(-1)
    else return
    event.preventDefault()
  }
  return (
    <search class="search-in-chat" aria-label={text("search.here")}>
      <div class="search-box">
        <Icon name="search" size={18} />
        <input
          ref={field}
          type="text"
          name="search-here"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          aria-label={text("search.here")}
          placeholder={text("search.here.placeholder")}
          value={typed}
          onInput={event => finder.find(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <p class="search-place" role="status">
          {page === undefined ? "" : placeIn(messages.length, at, page.more !== undefined)}
        </p>
      </div>
      <Button
        name="up"
        label={text("search.older")}
        onClick={() => step(1)}
        disabled={at >= messages.length - 1}
      />
      <Button name="down" label={text("search.newer")} onClick={() => step(-1)} disabled={at === 0} />
      <Button name="calendar" label={text("date.jump")} onClick={() => setChoosingDay(true)} />
      <Button name="close" label={text("search.close")} onClick={close} />
      {isChoosingDay ? (
        <JumpToDate open={open} at={Date.now()} onClose={() => setChoosingDay(false)} />
      ) : null}
    </search>
  )
}

function show(open: OpenConversation, message: FoundMessage | undefined, isFirst: boolean): void {
  if (message !== undefined) void open.jumpTo(message.seq, { focus: false, way: isFirst })
}

function placeIn(count: number, at: number, hasMore: boolean): string {
  if (count === 0) return text("search.count", { count })
  return text(hasMore ? "search.placeMore" : "search.place", { at: at + 1, count })
}

function Button(props: {
  readonly name: "up" | "down" | "calendar" | "close"
  readonly label: string
  readonly onClick: () => void
  readonly disabled?: boolean
}): JSX.Element {
  return (
    <button
      type="button"
      class="quiet square"
      aria-label={props.label}
      title={props.label}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
    >
      <Icon name={props.name} />
    </button>
  )
}
