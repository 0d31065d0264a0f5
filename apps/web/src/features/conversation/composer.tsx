import type { MessageItem } from "@colombe/client"
import { hasMarkup, plainText } from "@colombe/client/markup"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { type Composing, isSent, writing } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { AttachButton, type Chosen } from "../files/attach.tsx"
import { withMarks } from "./marks.ts"
import { scrollPage } from "./roving.ts"

/** Texts being written, kept while the page lives so that looking elsewhere loses nothing. */
const drafts = new Map<string, string>()

export function Composer({ open, chosen }: { open: OpenConversation; chosen: Chosen }): JSX.Element {
  const { conversation } = open
  const composing = open.composing.value
  const [draft, setDraft] = useState(drafts.get(conversation) ?? "")
  const [code, setCode] = useState<string | undefined>(undefined)
  const field = useRef<HTMLTextAreaElement>(null)
  const keep = (value: string) => {
    // The text of an edit is not a draft: what was being written comes back after it.
    if (open.composing.peek().at !== "editing") drafts.set(conversation, value)
    setDraft(value)
    setCode(undefined)
  }
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches || composing.at !== "writing") field.current?.focus()
    setDraft(composing.at === "editing" ? composing.message.text : (drafts.get(conversation) ?? ""))
  }, [composing])

  const stop = () => {
    open.composing.value = writing
  }
  const send = async () => {
    if (draft.trim() === "") return
    const done = composing
    keep("")
    stop()
    if (done.at !== "editing") open.sends.value++
    const sent = await submit(conversation, draft, done)
    if (sent === undefined) return
    // Nothing is lost: what could not be queued comes back, before whatever was typed meanwhile.
    open.composing.value = done
    keep(draft + (done.at === "editing" ? "" : (drafts.get(conversation) ?? "")))
    setCode(sent)
  }
  const editLast = () => {
    const last = open.items.value?.findLast(item => item.kind === "message" && item.mine && isSent(item))
    if (last?.kind === "message") open.composing.value = { at: "editing", message: last }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const element = field.current
    if (element === null || event.isComposing) return
    const marked = withMarks(event, element)
    if (marked !== undefined) {
      event.preventDefault()
      keep(marked.text)
      requestAnimationFrame(() => element.setSelectionRange(marked.from, marked.to))
    } else if (event.key === "Escape" && composing.at !== "writing") {
      event.preventDefault()
      stop()
    } else if (event.key === "ArrowUp" && draft === "" && composing.at === "writing") {
      event.preventDefault()
      editLast()
    } else if (event.key === "PageUp" || event.key === "PageDown") {
      const list = element.closest("main")?.querySelector<HTMLElement>(".timeline")
      if (list) scrollPage(list, event.key === "PageUp" ? -1 : 1)
      event.preventDefault()
    } else if (event.key === "Enter" && !event.shiftKey && matchMedia("(hover: hover)").matches) {
      event.preventDefault()
      void send()
    }
  }
  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        void send()
        field.current?.focus()
      }}
    >
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <Purpose composing={composing} onStop={stop} />
      {composing.at === "editing" ? null : <AttachButton chosen={chosen} />}
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        aria-label={text(composing.at === "editing" ? "composer.editing" : "composer.label")}
        placeholder={text("composer.placeholder")}
        value={draft}
        onInput={event => keep(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        class="send"
        aria-label={text(composing.at === "editing" ? "composer.save" : "composer.send")}
        disabled={draft.trim() === ""}
      >
        <Icon name={composing.at === "editing" ? "check" : "send"} size={22} />
      </button>
    </form>
  )
}

/** The code of why it could not be queued. */
async function submit(
  conversation: string,
  draft: string,
  composing: Composing,
): Promise<string | undefined> {
  const format = hasMarkup(draft) ? "markdown" : "plain"
  const result =
    composing.at === "editing"
      ? await client.editText(conversation, composing.message.id, draft, { format })
      : await client.sendText(conversation, draft, {
          format,
          ...(composing.at === "replying" ? { replyTo: composing.to.id } : {}),
        })
  return result.ok ? undefined : result.code
}

function Purpose({ composing, onStop }: { composing: Composing; onStop: () => void }): JSX.Element | null {
  if (composing.at === "writing") return null
  const editing = composing.at === "editing"
  const about: MessageItem = editing ? composing.message : composing.to
  const title = editing
    ? text("composer.editing")
    : text("composer.replying", { name: about.from.displayName })
  return (
    <div class="purpose">
      <Icon name={editing ? "pen" : "reply"} />
      <p>
        <strong>
          <bdi>{title}</bdi>
        </strong>
        <bdi class="purpose-text">{about.format === "markdown" ? plainText(about.text) : about.text}</bdi>
      </p>
      <button type="button" class="quiet square" aria-label={text("composer.stop")} onClick={onStop}>
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}
