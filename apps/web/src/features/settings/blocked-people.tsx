import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { blocked } from "../../state/app.ts"
import { setBlocked } from "../people/block.tsx"
import { PersonAvatar } from "../people/person-avatar.tsx"

export function BlockedPeople(): JSX.Element {
  return (
    <section class="blocked-people" aria-labelledby="blocked-people">
      <h2 id="blocked-people">{text("blocked.title")}</h2>
      <p class="help">{text(blocked.value.length === 0 ? "blocked.none" : "blocked.help")}</p>
      <ul class="members">
        {blocked.value.map(person => (
          <li class="member" key={person.account}>
            <PersonAvatar of={person} small />
            <span class="self">
              <bdi>{person.displayName}</bdi>
              <small>{person.address}</small>
            </span>
            <button
              type="button"
              name="unblock"
              aria-label={text("block.lift", { name: person.displayName })}
              onClick={() => void setBlocked(person, false)}
            >
              {text("blocked.lift")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
