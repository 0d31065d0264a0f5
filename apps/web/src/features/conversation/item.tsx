import type { ChangeItem, MessageItem, NoticeItem, TimelineItem } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { locale, text, timeOfDay } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { hueOf } from "../../ui/avatar.tsx"
import { Icon } from "../../ui/icons.tsx"
import { changeSentence } from "./change.ts"

interface Place {
  readonly conversation: string
  readonly continued: boolean
}

export function Item({ item, ...place }: { item: TimelineItem } & Place): JSX.Element {
  switch (item.kind) {
    case "message":
      return <Message item={item} {...place} />
    case "change":
      return <Change item={item} />
    case "notice":
      return <Notice item={item} />
  }
}

function Message({ item, conversation, continued }: { item: MessageItem } & Place): JSX.Element {
  return (
    <article class={`message${item.mine ? " mine" : ""}${continued ? " continued" : ""}`} data-seq={item.seq}>
      <div class="bubble">
        {item.mine ? null : (
          <h2 class={continued ? "visually-hidden" : `sender hue-${hueOf(item.from.account)}`}>
            <bdi>{item.from.displayName}</bdi>
          </h2>
        )}
        <p class="body" dir="auto">
          {item.text}
        </p>
        <p class="meta">
          <time dateTime={new Date(item.sentAt).toISOString()}>{timeOfDay(item.sentAt)}</time>
          {item.mine ? <SendMark item={item} /> : null}
        </p>
      </div>
      {item.state.at === "failed" ? (
        <Failed conversation={conversation} id={item.id} code={item.state.code} />
      ) : null}
    </article>
  )
}

const marks = { queued: "clock", stored: "check", failed: "warning" } as const

function SendMark({ item }: { item: MessageItem }): JSX.Element {
  const { at } = item.state
  return (
    <span class={`mark mark-${at}`} title={text(`state.${at}`)}>
      <Icon name={marks[at]} size={14} />
      <span class="visually-hidden">{text(`state.${at}`)}</span>
    </span>
  )
}

/** A send that will not go by itself: why, and the two things one can do. */
function Failed({ conversation, id, code }: { conversation: string; id: string; code: string }): JSX.Element {
  return (
    <div class="failed" role="alert">
      <p>{phrase(code, locale.value)}</p>
      <button type="button" onClick={() => void client.retrySend(conversation, id)}>
        {text("state.retry")}
      </button>
      <button type="button" onClick={() => void client.discardSend(conversation, id)}>
        {text("state.discard")}
      </button>
    </div>
  )
}

function Change({ item }: { item: ChangeItem }): JSX.Element {
  return (
    <p class="line" data-seq={item.seq}>
      <bdi>{changeSentence(item)}</bdi>
    </p>
  )
}

function Notice({ item }: { item: NoticeItem }): JSX.Element {
  return (
    <p class="line notice" data-seq={item.seq}>
      {phrase(item.notice, locale.value)}
    </p>
  )
}
