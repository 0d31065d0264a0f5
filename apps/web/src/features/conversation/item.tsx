import type { ChangeItem, NoticeItem, TimelineItem } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { locale, text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { changeSentence } from "./change.ts"
import { Message } from "./message.tsx"

interface Place {
  readonly open: OpenConversation
  readonly continued: boolean
  /** Items that this line speaks for. */
  readonly count: number
}

export function Item({ item, count, ...place }: { item: TimelineItem } & Place): JSX.Element {
  switch (item.kind) {
    case "message":
      return <Message item={item} {...place} />
    case "change":
      return <Change item={item} />
    case "notice":
      return item.notice === "arriving" ? <Arriving item={item} count={count} /> : <Notice item={item} />
  }
}

function Change({ item }: { item: ChangeItem }): JSX.Element {
  return (
    <p class="line" data-row data-seq={item.seq}>
      {changeSentence(item)}
    </p>
  )
}

function Notice({ item }: { item: NoticeItem }): JSX.Element {
  return (
    <p class="line notice" data-row data-seq={item.seq}>
      {phrase(item.notice, locale.value)}
    </p>
  )
}

/** Sealed under keys that are still on their way: it turns into messages where it stands. */
function Arriving({ item, count }: { item: NoticeItem; count: number }): JSX.Element {
  return (
    <p class="line arriving" data-row data-seq={item.seq}>
      <span class="spinner" aria-hidden="true" />
      {text("conversation.arriving", { count })}
    </p>
  )
}
