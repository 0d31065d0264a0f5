import type { ConversationDetails } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Icon } from "../../ui/icons.tsx"
import { accountsIn, ChosenPeople, usePeopleChoice } from "../people/chosen-people.tsx"

/** Opens by its button, so that whoever only looks sees the members. */
export function AddMembers({ details }: { details: ConversationDetails }): JSX.Element {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  if (open) return <AddForm details={details} onDone={close} />
  return (
    <button ref={opener} type="button" class="wide" name="add-people" onClick={() => setOpen(true)}>
      <Icon name="plus" />
      {text("info.add")}
    </button>
  )
}

function AddForm(props: { readonly details: ConversationDetails; readonly onDone: () => void }): JSX.Element {
  const { conversation, members } = props.details
  const choice = usePeopleChoice()
  const [code, setCode] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector("input")?.focus(), [])
  const add = async (event: Event) => {
    event.preventDefault()
    const accounts = await accountsIn(choice)
    if ("code" in accounts) return setCode(accounts.code)
    if (accounts.length === 0) return
    setBusy(true)
    const added = await client.addMembers(conversation, accounts)
    setBusy(false)
    if (added.ok) props.onDone()
    else setCode(added.code)
  }
  return (
    <form class="stack" ref={form} onSubmit={event => void add(event)}>
      <ChosenPeople
        name="add"
        label={text("info.add")}
        choice={choice}
        except={new Set(members.map(({ account }) => account))}
      />
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <div class="row">
        <button type="button" onClick={props.onDone}>
          {text("new.cancel")}
        </button>
        <button type="submit" class="primary" disabled={busy}>
          {text("group.add")}
        </button>
      </div>
    </form>
  )
}
