import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useMemo, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { go, route } from "../../state/route.ts"
import { openSaved } from "../../state/saved.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Field } from "../../ui/field.tsx"
import { Icon } from "../../ui/icons.tsx"
import { candidates } from "../people/candidates.ts"
import { accountsIn, ChosenPeople, type PeopleChoice, usePeopleChoice } from "../people/chosen-people.tsx"
import { PeopleField } from "../people/people-field.tsx"

type Kind = "direct" | "group"

export function NewConversation(): JSX.Element {
  const given = route.value.at === "new" ? route.value.who : undefined
  const [kind, setKind] = useState<Kind>("direct")
  return (
    <Dialog
      title={text("new.title")}
      onClose={() => {
        if (route.value.at === "new") go({ at: "list" })
      }}
    >
      <fieldset class="segments" aria-label={text("new.title")}>
        {(["direct", "group"] as const).map(one => (
          <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
            {text(one === "direct" ? "new.direct" : "new.group")}
          </button>
        ))}
      </fieldset>
      {kind === "direct" ? <DirectForm given={given ?? ""} /> : <GroupForm />}
      {kind === "direct" && given === undefined ? (
        <button type="button" class="quiet saved-door" onClick={openSaved}>
          <Icon name="bookmark" />
          <span>{text("saved.door")}</span>
        </button>
      ) : null}
    </Dialog>
  )
}

function DirectForm({ given }: { given: string }): JSX.Element {
  const from = useMemo(() => {
    const found = candidates()
    found.find(given)
    return found
  }, [given])
  return (
    <PeopleField
      from={from}
      name="who"
      label={text("new.person")}
      autoFocus
      onPerson={async ({ account }) => {
        const opened = await client.openDirect(account)
        if (!opened.ok) return opened.code
        go({ at: "conversation", conversation: opened.value.conversation })
        return undefined
      }}
    />
  )
}

function GroupForm(): JSX.Element {
  const [title, setTitle] = useState("")
  const [code, setCode] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const choice = usePeopleChoice()
  const create = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    const failed = await createFrom(title, choice)
    setBusy(false)
    setCode(failed)
  }
  return (
    <form class="stack" onSubmit={create}>
      <Field
        name="title"
        label={text("new.groupTitle")}
        value={title}
        onValue={setTitle}
        help={text("new.groupTitle.help")}
        problem={code === undefined ? undefined : phrase(code, locale.value)}
        autoFocus
      />
      <ChosenPeople name="members" label={text("new.members")} choice={choice} />
      <button type="submit" class="primary wide" disabled={busy}>
        {text("new.create")}
      </button>
    </form>
  )
}

/** A code where it came to nothing. */
async function createFrom(title: string, choice: PeopleChoice): Promise<string | undefined> {
  const accounts = await accountsIn(choice)
  if ("code" in accounts) return accounts.code
  const made = await client.createGroup(title, accounts)
  if (!made.ok) return made.code
  go({ at: "conversation", conversation: made.value.conversation })
  return undefined
}
