import type { ConversationSummary } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { conversations } from "../../state/app.ts"
import { route } from "../../state/route.ts"
import { shelf } from "../../state/shelf.ts"
import { useRowFocus } from "../../ui/lists/row-focus.ts"
import { drawnRows, useRowWindow } from "../../ui/lists/row-window.ts"
import { listenForMenus } from "../../ui/menu-triggers.ts"
import { type AskedMenu, ChatMenu } from "./chat-menu.tsx"
import { ChatRow } from "./chat-row.tsx"
import { ArchiveEntry } from "./list-entries.tsx"

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
  const ids = list.map(({ conversation }) => conversation)
  const focus = useRowFocus({ ids, preferred: open, name: "conversation" }, scroller, drawn)
  useEffect(() => {
    const ask = (item: HTMLElement, at: { x: number; y: number }) =>
      setMenu({ page: "actions", conversation: item.dataset.conversation ?? "", at })
    const triggers = { item: ".row-link[data-conversation]", onEnter: false, ask }
    return scroller.current === null ? undefined : listenForMenus(scroller.current, triggers)
  }, [])
  // The row with the focus stays in the page wherever the others are.
  const indexes = drawnRows(drawn, list.length, focus.index)
  const menuOf = menu && conversations.value?.find(one => one.conversation === menu.conversation)
  return (
    <div class="rows-frame" ref={scroller}>
      {shelf.value.at === "all" ? (
        <div class="list-entries">
          <ArchiveEntry />
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
        {indexes.map(index => {
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
