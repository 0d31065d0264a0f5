import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { Menu, type MenuPlace, placeBelow } from "../../ui/menu.tsx"
import { maySetTimer } from "./rights.ts"

/** What one does with a conversation now and then. */
export function HeadMenu({ open }: { open: OpenConversation }): JSX.Element | null {
  const [at, setAt] = useState<MenuPlace | undefined>(undefined)
  const details = open.details.value
  // Nobody asks themselves.
  if (details?.membership !== "member" || details.kind === "self") return null
  return (
    <>
      <button
        type="button"
        class="quiet square"
        aria-haspopup="menu"
        aria-label={text("conversation.more")}
        title={text("conversation.more")}
        onClick={({ currentTarget }) => setAt(placeBelow(currentTarget))}
      >
        <Icon name="more" />
      </button>
      {at === undefined ? null : (
        <Menu label={text("conversation.more")} at={at} onClose={() => setAt(undefined)}>
          <button
            type="button"
            role="menuitem"
            onClick={() => {
              open.sheet.value = { at: "poll" }
            }}
          >
            <Icon name="poll" />
            <span>{text("poll.new")}</span>
          </button>
          {maySetTimer(details) ? (
            <button
              type="button"
              role="menuitem"
              onClick={() => {
                open.sheet.value = { at: "timer" }
              }}
            >
              <Icon name="timer" />
              <span>{text("timer.title")}</span>
            </button>
          ) : null}
        </Menu>
      )}
    </>
  )
}
