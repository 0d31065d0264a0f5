import type { ConversationSummary, TimelineItem } from "@colombe/client"
import type { JSX } from "preact"
import { shortWhen, text } from "../../i18n/index.ts"
import { sentence } from "../../i18n/sentences.ts"
import { isMuted, isUnread } from "../../state/shelf.ts"
import { writersIn } from "../../state/writers.ts"
import { Icon } from "../../ui/icons.tsx"
import { changeSentence } from "../conversation/change.ts"
import { writersSentence } from "../conversation/readers.ts"
import { WritingDots } from "../conversation/writing-dots.tsx"
import { saidIn } from "../files/said.ts"
import { ChatAvatar, titleOf } from "./chat-face.tsx"

/** Unread messages that a badge counts. */
const countMax = 999

export function ChatRow(props: {
  readonly conversation: ConversationSummary
  readonly open: boolean
  /** The one of all rows that the tab key reaches. */
  readonly isTabStop: boolean
}): JSX.Element {
  const { conversation } = props
  const { last } = conversation
  const unread = isUnread(conversation)
  return (
    <a
      class={`row-link${unread ? " unread" : ""}${isMuted(conversation) ? " muted" : ""}`}
      href={`#/c/${conversation.conversation}`}
      data-conversation={conversation.conversation}
      aria-current={props.open ? "page" : undefined}
      tabIndex={props.isTabStop ? 0 : -1}
    >
      <ChatAvatar of={conversation} />
      <span class="row-title">
        <bdi>{titleOf(conversation)}</bdi>
        <Spoken conversation={conversation} />
        {isMuted(conversation) ? <Icon name="muted" size={16} /> : null}
      </span>
      <time class="row-time">{last === undefined ? "" : shortWhen(last.at, Date.now())}</time>
      <Preview conversation={conversation} />
      <Mark conversation={conversation} />
    </a>
  )
}

/** What the marks say, right after the name for whoever hears the row. */
function Spoken({ conversation }: { conversation: ConversationSummary }): JSX.Element | null {
  const { unread, mentions, markedUnread, pinned } = conversation
  const said = [
    unread > 0 ? text("list.unread", { count: unread }) : markedUnread ? text("list.markedUnread") : "",
    mentions > 0 ? text("list.mentions", { count: mentions }) : "",
    pinned > 0 ? text("list.pinned") : "",
    isMuted(conversation) ? text("list.muted") : "",
  ].filter(one => one !== "")
  return said.length === 0 ? null : <span class="visually-hidden">, {said.join(", ")}, </span>
}

function Preview({ conversation }: { conversation: ConversationSummary }): JSX.Element {
  const { draft, last } = conversation
  const writing = writersSentence(writersIn(conversation.conversation), conversation)
  if (writing !== undefined)
    return (
      <span class="row-preview writing">
        <WritingDots />
        <bdi>{writing}</bdi>
      </span>
    )
  if (draft.trim() !== "")
    return (
      <span class="row-preview">
        <span class="row-draft">{text("list.draft")}</span> <bdi>{draft}</bdi>
      </span>
    )
  return (
    <span class="row-preview">
      <bdi>{last === undefined ? "" : preview(last.item, conversation)}</bdi>
    </span>
  )
}

function preview(item: TimelineItem, { kind }: ConversationSummary): string {
  if (item.kind === "change") return changeSentence(item)
  if (item.kind === "notice") return sentence(item.notice)
  const said = saidIn(item)
  if (kind === "self") return said
  if (item.mine) return text("list.you", { text: said })
  return kind === "group" ? text("list.by", { name: item.from.displayName, text: said }) : said
}

/** One mark a row: what needs this person first, then what is new, then what is kept on top. */
function Mark({ conversation }: { conversation: ConversationSummary }): JSX.Element | null {
  const { failed, membership, unread, mentions, markedUnread, pinned } = conversation
  if (failed)
    return (
      <span class="row-failed">
        <Icon name="warning" size={18} />
        <span class="visually-hidden">{text("list.failed")}</span>
      </span>
    )
  if (membership === "request") return <span class="badge badge-request">{text("list.request")}</span>
  if (unread > 0)
    return (
      <span class="row-badges" aria-hidden="true">
        {mentions > 0 ? <span class="badge badge-mention">@</span> : null}
        <span class="badge">{unread > countMax ? `${countMax}+` : unread}</span>
      </span>
    )
  if (markedUnread) return <span class="badge badge-dot" aria-hidden="true" />
  if (pinned > 0)
    return (
      <span class="row-pinned">
        <Icon name="pin" size={16} />
      </span>
    )
  return null
}
