import type { ConversationDetails } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Field } from "../../ui/field.tsx"
import { Icon } from "../../ui/icons.tsx"
import type { Act } from "./act.ts"
import { isAtLeast } from "./group-rights.ts"

/** What the group is called; an admin may call it something else. */
export function GroupTitle(props: { readonly details: ConversationDetails; readonly act: Act }): JSX.Element {
  const { details, act } = props
  const { conversation, title } = details
  /** Undefined while nobody changes it. */
  const [next, setNext] = useState<string | undefined>(undefined)
  const pen = useRef<HTMLButtonElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const isChanging = next !== undefined
  useEffect(() => {
    if (isChanging) form.current?.querySelector("input")?.select()
  }, [isChanging])
  const end = () => {
    setNext(undefined)
    requestAnimationFrame(() => pen.current?.focus())
  }
  const save = async (event: Event) => {
    event.preventDefault()
    const wanted = next?.trim() ?? ""
    if (wanted === title || (await act(() => client.setTitle(conversation, wanted)))) end()
  }
  if (next === undefined)
    return (
      <div class="group-title">
        <h3>
          <bdi>{title}</bdi>
        </h3>
        {isAtLeast(details, "admin") ? (
          <button
            ref={pen}
            type="button"
            class="quiet square"
            name="rename"
            aria-label={text("group.rename")}
            title={text("group.rename")}
            onClick={() => setNext(title)}
          >
            <Icon name="pen" />
          </button>
        ) : null}
      </div>
    )
  return (
    <form class="stack" ref={form} onSubmit={event => void save(event)}>
      <Field
        name="title"
        label={text("new.groupTitle")}
        help={text("new.groupTitle.help")}
        value={next}
        onValue={setNext}
      />
      <div class="row">
        <button type="button" onClick={end}>
          {text("new.cancel")}
        </button>
        <button type="submit" class="primary">
          {text("group.rename.save")}
        </button>
      </div>
    </form>
  )
}
