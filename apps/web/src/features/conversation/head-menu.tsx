import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { Menu, type MenuPlace } from "../../ui/menu.tsx"

/** What one does with a conversation now and then. */
export function HeadMenu({ open }: { open: OpenConversation }): JSX.Element | null {
  const [at, setAt] = useState<MenuPlace | undefined>(undefined)
  const { membership, kind, ownRole } = open.details.value ?? {}
  const maySetTimer = kind === "direct" || ownRole === "admin" || ownRole === "owner"
  if (membership !== "member") return null
  return (
    <>
      <button
        type="button"
        class="quiet square"
        aria-haspopup="menu"
        aria-label={text("conversation.more")}
        title={text("conversation.more")}
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect()
          setAt({ x: left, y: bottom })
        }}
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
          {maySetTimer ? (
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
