import type { ConversationDetails, ConversationSummary, Person } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import { useSignal } from "@preact/signals"
import type { JSX } from "preact"
import { useEffect, useMemo, useState } from "preact/hooks"
import { locale, spanOf, text } from "../../i18n/index.ts"
import { client, conversations, conversationsChanged } from "../../state/app.ts"
import { type OpenConversation, openConversation } from "../../state/timeline.ts"
import { orTell } from "../../state/told.ts"
import { writersIn } from "../../state/writers.ts"
import { Icon } from "../../ui/icons.tsx"
import { later } from "../../ui/later.tsx"
import { ChatAvatar, titleOf } from "../chats/chat-face.tsx"
import { FileSheet, takesFiles } from "../files/attach.tsx"
import type { Chosen } from "../files/chosen.ts"
import { About, BlockButton, setBlocked } from "../people/block.tsx"
import { ScheduledBar } from "../scheduled/scheduled-bar.tsx"
import { SearchInChat } from "../search/search-in-chat.tsx"
import { AskersBar } from "./askers-bar.tsx"
import { Composer } from "./composer.tsx"
import { HeadMenu } from "./head-menu.tsx"
import { PinsBar } from "./pins-bar.tsx"
import { readersInBrief, writersSentence } from "./readers.ts"
import { SelectionBar } from "./selection-bar.tsx"
import { Sheets } from "./sheets.tsx"
import { Timeline } from "./timeline.tsx"
import { WritingDots } from "./writing-dots.tsx"

const Info = later(async () => (await import("../info/info.tsx")).Info)

export function Conversation({ conversation }: { conversation: string }): JSX.Element {
  const open = useMemo(() => {
    const opened = openConversation(conversation)
    // Before anything is shown: it says where to look first.
    opened.enter()
    return opened
  }, [conversation])
  const details = open.details.value
  const changed = conversationsChanged.value
  useEffect(() => {
    if (changed > 0) void open.lookAgain()
  }, [changed])
  // The list knows who it is before the conversation has answered.
  const known = details ?? conversations.value?.find(one => one.conversation === conversation)
  const [info, setInfo] = useState(false)
  const chosen = useSignal<readonly File[]>([])
  return (
    <main class={`conversation ${known?.kind ?? ""}`} {...takesFiles(chosen)}>
      <header class="conversation-head">
        <a class="quiet square back" href="#/" aria-label={text("conversation.back")}>
          <Icon name="back" />
        </a>
        {known === undefined ? null : (
          <>
            <ChatAvatar of={known} small />
            <div class="conversation-title">
              <h1>
                <bdi>{titleOf(known)}</bdi>
              </h1>
              <Subtitle of={known} />
            </div>
            <button
              type="button"
              class="quiet square"
              aria-label={text("search.here")}
              title={text("search.here")}
              aria-expanded={open.searching.value}
              onClick={() => {
                open.searching.value = !open.searching.value
              }}
            >
              <Icon name="search" />
            </button>
            <button
              type="button"
              class="quiet square who"
              aria-label={text("conversation.info")}
              title={text("conversation.info")}
              onClick={() => setInfo(true)}
            >
              <Icon name="people" />
            </button>
            <HeadMenu open={open} />
          </>
        )}
      </header>
      {open.searching.value ? <SearchInChat open={open} /> : null}
      <PinsBar open={open} />
      {details?.asksToJoin === true ? <AskersBar details={details} /> : null}
      <Timeline open={open} />
      {details === undefined ? null : <Foot details={details} open={open} chosen={chosen} />}
      <FileSheet open={open} chosen={chosen} />
      <Sheets open={open} />
      {info && details !== undefined ? <Info details={details} onClose={() => setInfo(false)} /> : null}
    </main>
  )
}

/** Who can read this, until somebody writes. */
function Subtitle({ of }: { of: ConversationSummary }): JSX.Element {
  const writing = writersSentence(writersIn(of.conversation), of)
  return writing === undefined ? (
    <p>{readersInBrief(of)}</p>
  ) : (
    <p class="writing">
      <WritingDots />
      <bdi>{writing}</bdi>
    </p>
  )
}

interface FootProps {
  readonly details: ConversationDetails
  readonly open: OpenConversation
  readonly chosen: Chosen
}

function Foot({ details, open, chosen }: FootProps): JSX.Element {
  const { conversation, membership, alert } = details
  if (membership === "removed" || membership === "left")
    return <p class="foot-note">{text("conversation.removed")}</p>
  if (details.blocked && details.peer !== undefined) return <BlockedFoot peer={details.peer} />
  return (
    <>
      {alert === undefined ? null : (
        <p class="foot-alert" role="alert">
          <Icon name="warning" size={18} />
          {phrase(alert, locale.value)}
        </p>
      )}
      {membership === "planned" && alert === undefined ? (
        <p class="foot-note" role="status">
          {text("conversation.planned")}
        </p>
      ) : null}
      {membership === "request" ? (
        <section class="request" aria-label={text("list.request")}>
          <p>
            <strong>{text("request.title", { name: details.peer?.displayName ?? details.title })}</strong>{" "}
            {text("request.body")}
          </p>
          {details.peer === undefined ? null : <About account={details.peer.account} />}
          <div class="row">
            {details.peer === undefined ? null : (
              <button
                type="button"
                class="quiet dangerous"
                name="block"
                onClick={() => void block(details.peer)}
              >
                {text("request.block")}
              </button>
            )}
            <button type="button" onClick={() => void decline(conversation)}>
              {text("request.decline")}
            </button>
            <button
              type="button"
              class="primary"
              onClick={() => void orTell(client.acceptRequest(conversation))}
            >
              {text("request.accept")}
            </button>
          </div>
        </section>
      ) : null}
      {details.timer === 0 || open.selected.value !== undefined ? null : (
        <p class="timer-note">
          <Icon name="timer" size={14} />
          {text("timer.note", { span: spanOf(details.timer) })}
        </p>
      )}
      <ScheduledBar open={open} />
      {/* What is being written stays where it is, and does not take the focus when it is seen again. */}
      {open.selected.value === undefined ? null : <SelectionBar open={open} />}
      <Composer key={conversation} open={open} chosen={chosen} />
    </>
  )
}

function BlockedFoot({ peer }: { readonly peer: Person }): JSX.Element {
  return (
    <div class="foot-note">
      <p>{text("block.note", { name: peer.displayName })}</p>
      <BlockButton person={peer} />
    </div>
  )
}

/** Of a request that is gone from the list with it. */
async function block(peer: Person | undefined): Promise<void> {
  if (peer !== undefined && (await setBlocked(peer, true))) location.hash = "#/"
}

async function decline(conversation: string): Promise<void> {
  if (await orTell(client.declineRequest(conversation))) location.hash = "#/"
}
