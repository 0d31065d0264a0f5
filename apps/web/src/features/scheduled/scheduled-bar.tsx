import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { useScheduled } from "./use-scheduled.ts"

/** Above the composer: how much waits for its time, and the way to it. */
export function ScheduledBar({ open }: { readonly open: OpenConversation }): JSX.Element | null {
  const items = useScheduled(open.conversation)
  if (items.length === 0) return null
  return (
    <button
      type="button"
      class="scheduled-bar"
      onClick={() => {
        open.sheet.value = { at: "scheduled" }
      }}
    >
      <Icon name="calendar" size={16} />
      <span>{text("schedule.count", { count: items.length })}</span>
      {items.some(({ failed }) => failed !== undefined) ? <Icon name="warning" size={16} /> : null}
    </button>
  )
}
