import type { ChangeItem, NoticeItem, TimelineItem } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { locale } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { changeSentence } from "./change.ts"
import { Message } from "./message.tsx"

interface Place {
  readonly open: OpenConversation
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
