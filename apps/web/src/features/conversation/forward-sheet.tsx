import type { ConversationSummary } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, conversations, me } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { folded } from "../../ui/folded.ts"
import { Switch } from "../../ui/primitives/switch.tsx"
import { ChatAvatar, titleOf } from "../chats/chat-face.tsx"

/** To whom, and whether it says who wrote it. */
export function ForwardSheet(props: {
  readonly open: OpenConversation
  readonly ids: readonly string[]
  readonly onClose: () => void
}): JSX.Element {
  const { open, ids, onClose } = props
  const [typed, setTyped] = useState("")
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [author, setAuthor] = useState(true)
  const [code, setCode] = useState<string | undefined>(undefined)
  const wanted = targets().filter(one => isFound(one, typed))
  const choose = (conversation: string) =>
    setChosen(
      chosen.includes(conversation) ? chosen.filter(one => one !== conversation) : [...chosen, conversation],
    )
  const send = async (event: Event) => {
    event.preventDefault()
    const sent = await client.forward(open.conversation, ids, { conversations: chosen, author })
    if (!sent.ok) return setCode(sent.code)
    open.selected.value = undefined
    onClose()
  }
  return (
    <Dialog title={text("forward.title", { count: ids.length })} onClose={onClose}>
      <form class="forward" onSubmit={send}>
        <input
          type="search"
          name="forward-to"
          dir="auto"
          autocomplete="off"
          data-autofocus
          aria-label={text("forward.search")}
          placeholder={text("forward.search")}
          value={typed}
          onInput={event => setTyped(event.currentTarget.value)}
        />
        <fieldset class="forward-list" aria-label={text("forward.to")}>
          {wanted.map(one => (
            <label key={one.conversation} class="forward-row">
              <ChatAvatar of={one} small />
              <bdi>{titleOf(one)}</bdi>
              <input
                type="checkbox"
                checked={chosen.includes(one.conversation)}
                onChange={() => choose(one.conversation)}
              />
            </label>
          ))}
          {wanted.length === 0 ? <p class="help">{text("search.nothing", { typed })}</p> : null}
        </fieldset>
        <Switch
          name="forward-author"
          label={text("forward.author")}
          help={text("forward.author.help")}
          on={author}
          onSwitch={setAuthor}
        />
        {code === undefined ? null : (
          <p class="problem" role="alert">
            {phrase(code, locale.value)}
          </p>
        )}
        <button type="submit" class="primary" disabled={chosen.length === 0}>
          {text("forward.send", { count: chosen.length })}
        </button>
      </form>
    </Dialog>
  )
}

type ForwardTarget = Pick<ConversationSummary, "conversation" | "kind" | "title" | "peer">

/** What one keeps for oneself comes first, whether there is anything in it or not. */
function targets(): readonly ForwardTarget[] {
  const own = me.value
  const known = (conversations.value ?? []).filter(
    ({ kind, membership }) => kind !== "self" && membership !== "removed" && membership !== "left",
  )
  if (typeof own !== "object") return known
  return [{ conversation: own.saved, kind: "self", title: "", peer: undefined }, ...known]
}

function isFound(one: ForwardTarget, typed: string): boolean {
  return folded(`${titleOf(one)} ${one.peer?.address ?? ""}`).includes(folded(typed.trim()))
}
