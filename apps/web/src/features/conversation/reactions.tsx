import type { MessageItem } from "@colombe/client"
import type { JSX } from "preact"
import { peopleList } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { orTell } from "../../state/told.ts"

/** What people answered with one sign; a press gives the same, or takes one's own back; a long one says who. */
export function Reactions({ item, open }: { item: MessageItem; open: OpenConversation }): JSX.Element {
  const { conversation } = open
  return (
    <ul class="reactions">
      {item.reactions.map(one => (
        <li key={one.reaction}>
          <button
            type="button"
            aria-pressed={one.mine}
            title={peopleList(one.people)}
            onContextMenu={event => {
              event.preventDefault()
              event.stopPropagation()
              const at = { x: event.clientX, y: event.clientY }
              open.menu.value = { id: item.id, ...at, of: { reaction: one.reaction } }
            }}
            onPointerDown={event => event.stopPropagation()}
            onClick={() => void orTell(client.react(conversation, item.id, one.mine ? "" : one.reaction))}
          >
            <span>{one.reaction}</span>
            <span>{one.people.length}</span>
            <span class="visually-hidden">{peopleList(one.people)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
