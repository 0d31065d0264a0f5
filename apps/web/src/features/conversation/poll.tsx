import type { MessageItem, PollItem, PollOption } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { listOf, locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { isSent } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { mayWrite } from "./rights.ts"

/** The answers to a poll: pressed to vote, and who chose what. */
export function Poll(props: {
  readonly item: MessageItem
  readonly poll: PollItem
  readonly open: OpenConversation
}): JSX.Element {
  const { item, poll, open } = props
  const { conversation } = open
  const [code, setCode] = useState<string | undefined>(undefined)
  const own = poll.options.flatMap(({ mine }, place) => (mine ? [place] : []))
  const isOpen = !poll.isClosed && isSent(item) && mayWrite(open.details.value)
  const say = async (done: ReturnType<typeof client.vote>) => {
    const said = await done
    setCode(said.ok ? undefined : said.code)
  }
  const press = (place: number) => {
    const others = poll.choice === "single" ? [] : own.filter(one => one !== place)
    void say(client.vote(conversation, item.id, own.includes(place) ? others : [...others, place]))
  }
  return (
    <fieldset class="poll" aria-labelledby={`text-${item.id}`}>
      <p class="poll-kind">{text(poll.isClosed ? "poll.closed" : `poll.${poll.choice}`)}</p>
      {poll.options.map((option, place) => (
        <Option
          key={place}
          option={option}
          voters={poll.voters}
          onPress={isOpen ? () => press(place) : undefined}
        />
      ))}
      <p class="poll-foot">
        {text("poll.voters", { count: poll.voters })}
        {item.mine && isOpen ? (
          <button
            type="button"
            class="quiet"
            onClick={() => void say(client.closePoll(conversation, item.id))}
          >
            {text("poll.close")}
          </button>
        ) : null}
      </p>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
    </fieldset>
  )
}

function Option(props: {
  readonly option: PollOption
  readonly voters: number
  readonly onPress: (() => void) | undefined
}): JSX.Element {
  const { option, voters, onPress } = props
  const names = option.voters.map(({ displayName }) => displayName)
  return (
    <button
      type="button"
      class="poll-option"
      aria-pressed={option.mine}
      aria-disabled={onPress === undefined}
      onClick={onPress}
    >
      <bdi class="poll-text">{option.text}</bdi>
      <span class="poll-count">{option.voters.length}</span>
      <progress value={option.voters.length} max={Math.max(1, voters)} aria-hidden="true" />
      {names.length === 0 ? null : <bdi class="poll-names">{listOf(names)}</bdi>}
    </button>
  )
}
