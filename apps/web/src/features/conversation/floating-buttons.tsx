import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { conversations } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"

/** What leads away from where one is reading: back from a jump, and to the newest, with how much is unread there. */
export function FloatingButtons({ open }: { open: OpenConversation }): JSX.Element | null {
  // The very number that the list shows.
  const known = conversations.value?.find(one => one.conversation === open.conversation)
  const unread = known?.unread ?? 0
  const waits = useOwnBelow(open)
  const canReturn = open.ways.value.length > 0
  if (open.atEnd.value && !canReturn) return null
  const label =
    unread > 0 || !waits ? text("conversation.toEnd", { count: unread }) : text("conversation.ownBelow")
  return (
    <div class="floating">
      {canReturn ? (
        <button
          type="button"
          class="float"
          aria-label={text("conversation.jumpBack")}
          title={text("conversation.jumpBack")}
          onClick={() => void open.jumpBack()}
        >
          <Icon name="reply" />
        </button>
      ) : null}
      {known?.nextMention === undefined || open.atEnd.value ? null : (
        <NextMention open={open} seq={known.nextMention} count={known.mentions} />
      )}
      {open.atEnd.value ? null : (
        <button
          type="button"
          class="float to-end"
          aria-label={label}
          title={label}
          onClick={() => void open.toEnd()}
        >
          <Icon name="down" />
          {unread > 0 ? (
            <span class="badge" aria-hidden="true">
              {unread}
            </span>
          ) : waits ? (
            <span class="float-note">{text("conversation.ownBelow")}</span>
          ) : null}
        </button>
      )}
    </div>
  )
}

/** Leads to the first unread message that mentions this person; reading it leads on to the next. */
function NextMention(props: {
  readonly open: OpenConversation
  readonly seq: number
  readonly count: number
}): JSX.Element {
  const label = text("conversation.nextMention", { count: props.count })
  return (
    <button
      type="button"
      class="float next-mention"
      aria-label={label}
      title={label}
      onClick={() => void props.open.jumpTo(props.seq)}
    >
      <span aria-hidden="true">@</span>
      <span class="badge" aria-hidden="true">
        {props.count}
      </span>
    </button>
  )
}

/** Whether something of one's own was sent while reading further up: the view does not move, so this says where it is. */
function useOwnBelow(open: OpenConversation): boolean {
  const [own, setOwn] = useState(false)
  const isAtEnd = open.atEnd.value
  const sends = open.sends.value
  useEffect(() => {
    setOwn(!isAtEnd && sends > 0)
    if (isAtEnd) open.sends.value = 0
  }, [isAtEnd, sends])
  return own
}
