import type { MessageItem } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { onTimeline, selfChanged } from "../../state/app.ts"
import { type Composing, isSent } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { type Writing, writingIn } from "../../state/writing.ts"
import { Icon } from "../../ui/icons.tsx"
import { AttachButton, type Chosen } from "../files/attach.tsx"
import { withMarks } from "./marks.ts"
import { scrollPage } from "./roving.ts"

export function Composer({ open, chosen }: { open: OpenConversation; chosen: Chosen }): JSX.Element {
  const composing = open.composing.value
  const writing = useDraft(open.conversation)
  const said = composing.at === "editing" ? (writing.edit.value?.text ?? "") : writing.written.value.text
  const [code, setCode] = useState<string | undefined>(undefined)
  const field = useRef<HTMLTextAreaElement>(null)
  const keep = (value: string) => {
    writing.type(value)
    setCode(undefined)
  }
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches || composing.at !== "writing") field.current?.focus()
  }, [composing])

  const send = async () => {
    if (said.trim() === "") return
    if (composing.at !== "editing") open.sends.value++
    setCode(await writing.send())
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
      writing.stop()
    } else if (event.key === "ArrowUp" && said === "" && composing.at === "writing") {
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
      <Purpose composing={composing} onStop={writing.stop} />
      {composing.at === "editing" ? null : <AttachButton chosen={chosen} />}
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        aria-label={text(composing.at === "editing" ? "composer.editing" : "composer.label")}
        placeholder={text("composer.placeholder")}
        value={said}
        onInput={event => keep(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        class="send"
        aria-label={text(composing.at === "editing" ? "composer.save" : "composer.send")}
        disabled={said.trim() === ""}
      >
        <Icon name={composing.at === "editing" ? "check" : "send"} size={22} />
      </button>
    </form>
  )
}

/** What is being written there; as long as it is shown, what other views and devices write is taken over. */
function useDraft(conversation: string): Writing {
  const writing = writingIn(conversation)
  useEffect(() => {
    const stopTimeline = onTimeline(changed => {
      if (changed === conversation) void writing.refresh()
    })
    const stopSelf = selfChanged.subscribe(() => void writing.refresh())
    return () => {
      stopTimeline()
      stopSelf()
      void writing.keep()
    }
  }, [conversation])
  return writing
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
