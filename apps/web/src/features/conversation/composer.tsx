import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Icon } from "../../ui/icons.tsx"

/** Texts being written, kept while the page lives so that looking elsewhere loses nothing. */
const drafts = new Map<string, string>()

export function Composer({ conversation }: { conversation: string }): JSX.Element {
  const [draft, setDraft] = useState(drafts.get(conversation) ?? "")
  const [code, setCode] = useState<string | undefined>(undefined)
  const field = useRef<HTMLTextAreaElement>(null)
  const keep = (value: string) => {
    drafts.set(conversation, value)
    setDraft(value)
    setCode(undefined)
  }
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) field.current?.focus()
  }, [])

  const send = async () => {
    if (draft.trim() === "") return
    keep("")
    const queued = await client.sendText(conversation, draft)
    if (queued.ok) return
    // Nothing is lost: what could not be queued comes back, before whatever was typed meanwhile.
    keep(draft + (drafts.get(conversation) ?? ""))
    setCode(queued.code)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const plainEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing
    if (!plainEnter || !matchMedia("(hover: hover)").matches) return
    event.preventDefault()
    void send()
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
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        aria-label={text("composer.label")}
        placeholder={text("composer.placeholder")}
        value={draft}
        onInput={event => keep(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="send" aria-label={text("composer.send")} disabled={draft.trim() === ""}>
        <Icon name="send" size={22} />
      </button>
    </form>
  )
}
