import type { ConversationSummary, TimelineItem } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, shortWhen, text } from "../../i18n/index.ts"
import { client, conversations, me } from "../../state/app.ts"
import { go, route } from "../../state/route.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { Icon } from "../../ui/icons.tsx"
import { ConnectionChip } from "../connection-chip.tsx"
import { changeSentence } from "../conversation/change.ts"

export function ChatList(): JSX.Element {
  const list = conversations.value
  const self = me.value
  const open = route.value.at === "conversation" ? route.value.conversation : undefined
  return (
    <nav class="list" aria-label={text("list.title")}>
      <header class="list-head">
        <h1>{text("app.name")}</h1>
        <ConnectionChip />
        <button
          type="button"
          class="quiet square"
          aria-label={text("list.new")}
          onClick={() => go({ at: "new", who: undefined })}
        >
          <Icon name="pen" />
        </button>
      </header>
      {list === undefined ? null : list.length === 0 ? (
        <EmptyList />
      ) : (
        <ul class="rows">
          {list.map(one => (
            <Row key={one.conversation} conversation={one} open={one.conversation === open} />
          ))}
        </ul>
      )}
      {typeof self === "object" ? (
        <footer class="list-foot">
          <Avatar id={self.account} name={self.displayName} small />
          <span class="self">
            <bdi>{self.displayName}</bdi>
            <small>{self.address}</small>
          </span>
          <button
            type="button"
            class="quiet square"
            aria-label={text("devices.title")}
            title={text("devices.title")}
            onClick={() => go({ at: "devices" })}
          >
            <Icon name="device" />
          </button>
          <CopyLink />
        </footer>
      ) : null}
    </nav>
  )
}

function Row({ conversation, open }: { conversation: ConversationSummary; open: boolean }): JSX.Element {
  const { last, unread } = conversation
  return (
    <li>
      <a
        class={`row-link${unread > 0 ? " unread" : ""}`}
        href={`#/c/${conversation.conversation}`}
        aria-current={open ? "page" : undefined}
      >
        <Avatar id={conversation.peer?.account ?? conversation.conversation} name={conversation.title} />
        <span class="row-title">
          <bdi>{conversation.title}</bdi>
          {unread > 0 ? <span class="visually-hidden">{text("list.unread", { count: unread })}</span> : null}
        </span>
        <time class="row-time">{last === undefined ? "" : shortWhen(last.at, Date.now())}</time>
        <span class="row-preview">
          <bdi>{last === undefined ? "" : preview(last.item)}</bdi>
        </span>
        {conversation.membership === "request" ? (
          <span class="badge badge-request">{text("list.request")}</span>
        ) : unread > 0 ? (
          <span class="badge" aria-hidden="true">
            {unread}
          </span>
        ) : null}
      </a>
    </li>
  )
}

function preview(item: TimelineItem): string {
  if (item.kind === "change") return changeSentence(item)
  if (item.kind === "notice") return phrase(item.notice, locale.value)
  const said = item.format === "markdown" ? plainText(item.text) : item.text
  return item.mine ? text("list.you", { text: said }) : said
}

function EmptyList(): JSX.Element {
  return (
    <div class="empty">
      <h2>{text("list.empty.title")}</h2>
      <p>{text("list.empty.body")}</p>
      <button type="button" class="primary" onClick={() => go({ at: "new", who: undefined })}>
        {text("list.new")}
      </button>
    </div>
  )
}

/** Milliseconds that "copied" stays on the button. */
const copiedMs = 2500

function CopyLink(): JSX.Element {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(await client.personLink())
    setCopied(true)
    setTimeout(() => setCopied(false), copiedMs)
  }
  const label = text(copied ? "list.linkCopied" : "list.link")
  return (
    <button type="button" class="quiet square" aria-label={label} title={label} onClick={() => void copy()}>
      <Icon name={copied ? "check" : "link"} />
    </button>
  )
}
