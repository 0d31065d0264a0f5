import type { ConversationSummary } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { conversations } from "../../state/app.ts"
import { route } from "../../state/route.ts"
import { shelf } from "../../state/shelf.ts"
import { useRowWindow } from "../../ui/lists/row-window.ts"
import { listenForMenus } from "../../ui/menu-triggers.ts"
import { type AskedMenu, ChatMenu } from "./chat-menu.tsx"
import { ChatRow } from "./chat-row.tsx"
import { ArchiveEntry, SavedEntry } from "./list-entries.tsx"

/** Only the rows in view are in the page: their heights are equal, so their places are known. */
export function ChatRows(props: {
  readonly list: readonly ConversationSummary[]
  readonly empty: JSX.Element
}): JSX.Element {
  const { list } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useRef<HTMLUListElement>(null)
  const [menu, setMenu] = useState<AskedMenu | undefined>(undefined)
  const drawn = useRowWindow(scroller, rows, list.length)
  const open = route.value.at === "conversation" ? route.value.conversation : undefined
  const focus = useRowFocus(list, open, scroller, drawn)
  useEffect(() => {
    const ask = (item: HTMLElement, at: { x: number; y: number }) =>
      setMenu({ page: "actions", conversation: item.dataset.conversation ?? "", at })
    const triggers = { item: ".row-link[data-conversation]", onEnter: false, ask }
    return scroller.current === null ? undefined : listenForMenus(scroller.current, triggers)
  }, [])
  // The row with the focus stays in the page wherever the others are.
  const indexes = new Set(Array.from({ length: drawn.end - drawn.first }, (_, index) => drawn.first + index))
  if (list.length > 0) indexes.add(focus.index)
  const menuOf = menu && conversations.value?.find(one => one.conversation === menu.conversation)
  return (
    <div class="rows-frame" ref={scroller}>
      {shelf.value.at === "all" ? (
        <div class="list-entries">
          <ArchiveEntry />
          <SavedEntry />
        </div>
      ) : null}
      {list.length === 0 ? props.empty : null}
      <ul
        class="rows"
        ref={rows}
        aria-label={text("list.title")}
        style={{ "--count": String(list.length) }}
        onKeyDown={focus.onKeyDown}
      >
        {[...indexes]
          .sort((left, right) => left - right)
          .map(index => {
            const one = list[index]
            return one === undefined ? null : (
              <li
                key={one.conversation}
                style={{ "--index": String(index) }}
                aria-setsize={list.length}
                aria-posinset={index + 1}
              >
                <ChatRow
                  conversation={one}
                  open={one.conversation === open}
                  isTabStop={index === focus.index}
                />
              </li>
            )
          })}
      </ul>
      {menu !== undefined && menuOf !== undefined ? (
        <ChatMenu asked={menu} conversation={menuOf} onAsk={setMenu} />
      ) : null}
    </div>
  )
}

/** One tab stop for the whole list: the row that was moved to last, or the open one, or the first. */
function useRowFocus(
  list: readonly ConversationSummary[],
  open: string | undefined,
  scroller: { readonly current: HTMLElement | null },
  { page }: { readonly page: number },
): { readonly index: number; readonly onKeyDown: (event: KeyboardEvent) => void } {
  const [at, setAt] = useState<string | undefined>(undefined)
  /** Where the keys have moved to, until that row has the focus. */
  const [wanted, setWanted] = useState<string | undefined>(undefined)
  const placeOf = (id: string | undefined) => list.findIndex(({ conversation }) => conversation === id)
  const index = Math.max(0, placeOf(at) === -1 ? placeOf(open) : placeOf(at))
  useLayoutEffect(() => {
    if (wanted === undefined) return
    setWanted(undefined)
    const link = scroller.current?.querySelector<HTMLElement>(`[data-conversation="${wanted}"]`)
    link?.focus({ preventScroll: true })
    link?.scrollIntoView({ block: "nearest" })
  }, [wanted])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const last = list.length - 1
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: last,
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = list[Math.max(0, Math.min(step, last))]?.conversation
    setAt(next)
    setWanted(next)
  }
  return { index, onKeyDown }
}
