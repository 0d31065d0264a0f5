import type { JSX } from "preact"
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import { type MessageId, text } from "../../i18n/index.ts"
import type { MenuPlace } from "../menu.tsx"
import { openPopover } from "../popover.ts"
import { type Emoji, type EmojiGroups, findEmoji, nameOf, skinTones, withTone } from "./emoji.ts"
import { moveInGrid } from "./grid.ts"
import { useEmoji } from "./load.ts"
import { readRemembered, recent, rememberEmoji, rememberTone, tone } from "./remembered.ts"

export interface EmojiPickerProps {
  readonly label: string
  readonly at: MenuPlace
  readonly onPick: (emoji: string) => void
  readonly onClose: () => void
}

/** In the order of the data. */
const groupNames: readonly MessageId[] = [
  "emoji.smileys",
  "emoji.people",
  "emoji.nature",
  "emoji.food",
  "emoji.travel",
  "emoji.activities",
  "emoji.objects",
  "emoji.symbols",
  "emoji.flags",
]
const foundMax = 120
/** The hand that shows the tones. */
const hand: Emoji = { emoji: "✋", names: [], hasTones: true }

/** Open as long as it is rendered: a field to search, all emoji by group, one tab stop for all of them, and the tone of skin. */
export function EmojiPicker({ label, at, onPick, onClose }: EmojiPickerProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState("")
  const groups = useEmoji()
  useEffect(() => void readRemembered(), [])
  useEffect(() => openPopover(element.current, at, onClose), [])
  const found = useMemo(
    () => (groups === undefined || typed.trim() === "" ? undefined : findEmoji(groups, typed, foundMax)),
    [groups, typed],
  )
  const pick = (emoji: string) => {
    rememberEmoji(emoji)
    onPick(emoji)
    element.current?.hidePopover()
  }
  return (
    <div
      ref={element}
      class="emoji-picker"
      role="dialog"
      aria-label={label}
      popover="auto"
      onKeyDown={event => moveInGrid(event, element.current)}
    >
      <div class="emoji-head">
        <input
          type="search"
          data-autofocus
          aria-label={text("emoji.search")}
          placeholder={text("emoji.search")}
          value={typed}
          onInput={event => setTyped(event.currentTarget.value)}
        />
        <Tones />
      </div>
      <div class="emoji-groups">
        {groups === undefined ? (
          <p class="emoji-note">
            <span class="spinner" aria-hidden="true" />
          </p>
        ) : found === undefined ? (
          <AllGroups groups={groups} onPick={pick} />
        ) : (
          <Group title={text("emoji.found", { count: found.length })} emoji={found} onPick={pick} />
        )}
      </div>
    </div>
  )
}

type Pick = EmojiPickerProps["onPick"]

function AllGroups({ groups, onPick }: { groups: EmojiGroups; onPick: Pick }): JSX.Element {
  const lately = useMemo(() => {
    const known = new Map(
      groups.flat().flatMap(one => skinTones.map((_, tone) => [withTone(one, tone), one])),
    )
    return recent.value.map(emoji => ({
      emoji,
      names: known.get(emoji)?.names ?? [[emoji]],
      hasTones: false,
    }))
  }, [groups, recent.value])
  return (
    <>
      {lately.length === 0 ? null : <Group title={text("emoji.recent")} emoji={lately} onPick={onPick} />}
      {groups.map((emoji, place) => (
        <Group
          key={groupNames[place]}
          title={text(groupNames[place] ?? "emoji.symbols")}
          emoji={emoji}
          onPick={onPick}
        />
      ))}
    </>
  )
}

interface GroupProps {
  readonly title: string
  readonly emoji: readonly Emoji[]
  readonly onPick: Pick
}

function Group({ title, emoji, onPick }: GroupProps): JSX.Element {
  return (
    <section class="emoji-group" aria-label={title}>
      <h3 aria-live="polite">{title}</h3>
      <div class="emoji-grid">
        {emoji.map(one => {
          const shown = withTone(one, tone.value)
          const name = nameOf(one)
          return (
            <button
              key={shown}
              type="button"
              tabIndex={-1}
              data-emoji
              aria-label={name}
              title={name}
              onClick={() => onPick(shown)}
            >
              {shown}
            </button>
          )
        })}
      </div>
    </section>
  )
}

function Tones(): JSX.Element {
  return (
    <fieldset class="emoji-tones" aria-label={text("emoji.tone")}>
      {skinTones.map((modifier, place) => (
        <button
          key={modifier}
          type="button"
          aria-pressed={tone.value === place}
          aria-label={text(toneNames[place] ?? "emoji.tone0")}
          title={text(toneNames[place] ?? "emoji.tone0")}
          onClick={() => rememberTone(place)}
        >
          {withTone(hand, place)}
        </button>
      ))}
    </fieldset>
  )
}

const toneNames: readonly MessageId[] = [
  "emoji.tone0",
  "emoji.tone1",
  "emoji.tone2",
  "emoji.tone3",
  "emoji.tone4",
  "emoji.tone5",
]
