import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { archived, isUnread, shelf } from "../../state/shelf.ts"
import { Icon } from "../../ui/icons.tsx"

/** The way to what was put away; not there while nothing is. */
export function ArchiveEntry(): JSX.Element | null {
  const count = archived.value.length
  const unread = archived.value.filter(isUnread).length
  if (count === 0) return null
  const open = () => {
    shelf.value = { at: "archive" }
  }
  return (
    <button type="button" class="list-entry" name="archive" onClick={open}>
      <Icon name="archive" />
      <span>{text("archive.title")}</span>
      <span class="list-entry-count">
        <span aria-hidden="true">{unread > 0 ? unread : count}</span>
        <span class="visually-hidden">
          {text("archive.count", { count })}
          {unread > 0 ? `, ${text("list.unread", { count: unread })}` : ""}
        </span>
      </span>
    </button>
  )
}
