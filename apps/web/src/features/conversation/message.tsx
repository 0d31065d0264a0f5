import type { MessageItem, ReplyPreview } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { dateAndTime, isolated, locale, text, timeOfDay } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { isSent } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { orTell } from "../../state/told.ts"
import { hueOf } from "../../ui/avatar.tsx"
import { Icon } from "../../ui/icons.tsx"
import { placeBelow } from "../../ui/menu.tsx"
import { MessageFiles } from "../files/message-files.tsx"
import { Markup } from "./markup.tsx"
import { Poll } from "./poll.tsx"
import { Reactions } from "./reactions.tsx"
import { Vouched } from "./vouched.tsx"

interface Place {
  readonly open: OpenConversation
  readonly continued: boolean
}

export function Message({ item, open, continued }: { item: MessageItem } & Place): JSX.Element {
  const { conversation } = open
  const isSelected = open.selected.value?.has(item.id) === true
  const failed = item.state.at === "failed" ? { id: item.id, code: item.state.code } : failedChange(item)
  return (
    <article
      class={`message${item.mine ? " mine" : ""}${continued ? " continued" : ""}${isSelected ? " selected" : ""}`}
      data-row
      data-seq={item.seq}
      data-id={item.id}
      aria-labelledby={`from-${item.id} files-${item.id} text-${item.id} meta-${item.id}`}
      tabIndex={-1}
    >
      <div class="message-row">
        <div class={`bubble${isJumbo(item) ? " jumbo" : ""}`}>
          <h2
            id={`from-${item.id}`}
            class={continued || item.mine ? "visually-hidden" : `sender hue-${hueOf(item.from.account)}`}
          >
            <bdi>{item.mine ? text("message.you") : item.from.displayName}</bdi>
          </h2>
          {item.forwarded === undefined ? null : <ForwardedFrom item={item} name={item.forwarded.name} />}
          {item.reply === undefined ? null : <Reply reply={item.reply} open={open} />}
          {item.files.length === 0 ? null : <MessageFiles item={item} open={open} />}
          {item.text === "" ? null : <Markup id={`text-${item.id}`} of={item.text} format={item.format} />}
          {item.poll === undefined ? null : <Poll item={item} poll={item.poll} open={open} />}
          <p class="meta" id={`meta-${item.id}`}>
            {isSelected ? <span class="visually-hidden">{text("selected.one")}</span> : null}
            {item.silent ? (
              <span class="mark" title={text("message.silent")}>
                <Icon name="muted" size={14} />
                <span class="visually-hidden">{text("message.silent")}</span>
              </span>
            ) : null}
            {item.edited ? <span>{text("message.edited")}</span> : null}
            {item.expiresAt === undefined ? null : <Expiry at={item.expiresAt} />}
            <time dateTime={new Date(item.sentAt).toISOString()}>{timeOfDay(item.sentAt)}</time>
            {item.mine || item.change !== undefined ? (
              <SendMark name={markOf(item, open.readByEverybody.value)} />
            ) : null}
          </p>
        </div>
        {isSent(item) ? <Tools id={item.id} open={open} /> : null}
      </div>
      {item.reactions.length === 0 ? null : <Reactions item={item} open={open} />}
      {item.vouched ? <Vouched name={item.from.displayName} /> : null}
      {failed === undefined ? null : <Failed conversation={conversation} {...failed} />}
    </article>
  )
}

/** Nobody has signed who wrote it first: it is the word of whoever forwards. */
function ForwardedFrom({ item, name }: { item: MessageItem; name: string }): JSX.Element {
  return (
    <p class="forwarded">
      <Icon name="forward" size={14} />
      <span>
        {item.mine
          ? text("forwarded.mine", { name: isolated(name) })
          : text("forwarded", { name: isolated(name), by: isolated(item.from.displayName) })}
      </span>
    </p>
  )
}

function Expiry({ at }: { at: number }): JSX.Element {
  const said = text("timer.until", { when: dateAndTime(at) })
  return (
    <span class="mark expiry" title={said}>
      <Icon name="timer" size={14} />
      <span class="visually-hidden">{said}</span>
    </span>
  )
}

/** For the mouse; by keyboard, Enter on the message opens the same menu. */
function Tools({ id, open }: { id: string; open: OpenConversation }): JSX.Element {
  const ask = (of?: "reactions") => (event: { readonly currentTarget: HTMLElement }) => {
    open.menu.value = { id, ...placeBelow(event.currentTarget), ...(of === undefined ? {} : { of }) }
  }
  const shared = {
    type: "button",
    class: "tools quiet square",
    tabIndex: -1,
    "aria-haspopup": "menu",
  } as const
  return (
    <>
      <button
        {...shared}
        aria-label={text("message.react")}
        title={text("message.react")}
        onClick={ask("reactions")}
      >
        <Icon name="smile" />
      </button>
      <button {...shared} aria-label={text("message.actions")} onClick={ask()}>
        <Icon name="more" />
      </button>
    </>
  )
}

function failedChange({ change }: MessageItem): { id: string; code: string } | undefined {
  return change?.state.at === "failed" ? { id: change.id, code: change.state.code } : undefined
}

/** One to three emoji and nothing else are shown large. */
function isJumbo({ text: said, reply, forwarded, poll }: MessageItem): boolean {
  return (
    reply === undefined &&
    forwarded === undefined &&
    poll === undefined &&
    /^(?:\p{RGI_Emoji}\s?){1,3}$/v.test(said)
  )
}

/** ✓✓ is said by people: nobody vouches that it has reached a device. */
const marks = {
  queued: "clock",
  stored: "check",
  read: "checks",
  "read-by-all": "checks",
  failed: "warning",
  lost: "warning",
} as const
type MarkName = keyof typeof marks

function markOf({ change, state, read, seq }: MessageItem, readByEverybody: number): MarkName {
  const { at } = change?.state ?? state
  if (at !== "stored" || !read || seq === undefined) return at
  return seq <= readByEverybody ? "read-by-all" : "read"
}

function SendMark({ name }: { name: MarkName }): JSX.Element {
  return (
    <span class={`mark mark-${name}`} title={text(`state.${name}`)}>
      <Icon name={marks[name]} size={14} />
      <span class="visually-hidden">{text(`state.${name}`)}</span>
    </span>
  )
}

function Reply({ reply, open }: { reply: ReplyPreview; open: OpenConversation }): JSX.Element {
  if (reply.at !== "known")
    return <p class="reply reply-gone">{text(reply.at === "deleted" ? "reply.deleted" : "reply.unknown")}</p>
  return (
    <button
      type="button"
      class={`reply hue-${hueOf(reply.from.account)}`}
      onClick={() => void open.jumpTo(reply.seq)}
    >
      <span class="visually-hidden">{text("reply.to")}</span>
      <bdi class="reply-name">{reply.from.displayName}</bdi>
      <bdi class={reply.part === undefined ? "reply-text" : "reply-text reply-part"}>
        {reply.part ?? plainText(reply.text)}
      </bdi>
    </button>
  )
}

/** A send that will not go by itself: why, and the two things one can do. */
function Failed({ conversation, id, code }: { conversation: string; id: string; code: string }): JSX.Element {
  return (
    <div class="failed" role="alert">
      <p>{phrase(code, locale.value)}</p>
      <button type="button" onClick={() => void orTell(client.retrySend(conversation, id))}>
        {text("state.retry")}
      </button>
      <button type="button" onClick={() => void orTell(client.discardSend(conversation, id))}>
        {text("state.discard")}
      </button>
    </div>
  )
}
