import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { PersonAvatar } from "../people/person-avatar.tsx"
import type { Suggestion } from "./completion.ts"

/** What could be meant, above the field; the focus stays in it, and moves through these with its arrows. */
export function Suggestions(props: {
  readonly id: string
  readonly all: readonly Suggestion[]
  readonly active: number
  readonly onPick: (suggestion: Suggestion) => void
}): JSX.Element {
  const { id, all, active, onPick } = props
  return (
    <div class="suggestions" role="listbox" id={id} aria-label={text("composer.suggestions")}>
      {all.map((one, place) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active one
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={one.key}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === active}
          onPointerDown={event => event.preventDefault()}
          onClick={() => onPick(one)}
        >
          {one.of === "person" ? (
            <>
              <PersonAvatar of={one.person} small />
              <bdi>{one.person.displayName}</bdi>
              <span class="suggestion-note">@{one.person.address.split("@")[0]}</span>
            </>
          ) : (
            <>
              <span class="suggestion-emoji">{one.emoji}</span>
              <span>{one.name}</span>
            </>
          )}
        </div>
      ))}
    </div>
  )
}
