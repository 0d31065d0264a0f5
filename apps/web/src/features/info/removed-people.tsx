import type { ConversationDetails } from "@colombe/client"
import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Avatar } from "../../ui/avatar.tsx"
import type { Act } from "./act.ts"

/** Who may not come back, folded away. */
export function RemovedPeople(props: {
  readonly details: ConversationDetails
  readonly act: Act
}): JSX.Element | null {
  const { conversation, banned } = props.details
  if (banned.length === 0) return null
  return (
    <details class="removed-people">
      <summary>{text("group.removed", { count: banned.length })}</summary>
      <p class="help">{text("group.removed.help")}</p>
      <ul class="members">
        {banned.map(({ account, displayName, address }) => (
          <li class="member" key={account}>
            <Avatar id={account} name={displayName} small />
            <span class="self">
              <bdi>{displayName}</bdi>
              <small>{address}</small>
            </span>
            <button
              type="button"
              name="lift"
              aria-label={text("group.lift.of", { name: displayName })}
              onClick={() => void props.act(() => client.liftBan(conversation, account))}
            >
              {text("group.lift")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
