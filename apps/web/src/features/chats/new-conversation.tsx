import type { Result } from "@colombe/base"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { go, route } from "../../state/route.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Field } from "../../ui/field.tsx"

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
    </Dialog>
  )
}

/** A form's one action, its failure in words, and where it leads. */
function useOpening(action: () => Promise<Result<{ readonly conversation: string }>>) {
  const [code, setCode] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    const opened = await action()
    setBusy(false)
    if (opened.ok) go({ at: "conversation", conversation: opened.value.conversation })
    else setCode(opened.code)
  }
  return { submit, busy, problem: code === undefined ? undefined : phrase(code, locale.value) }
}

function DirectForm({ given }: { given: string }): JSX.Element {
  const [who, setWho] = useState(given)
  const { submit, busy, problem } = useOpening(async () => {
    const person = await client.findPerson(who.trim())
    return person.ok ? client.openDirect(person.value.account) : person
  })
  return (
    <form class="stack" onSubmit={submit}>
      <Field
        name="who"
        label={text("new.person")}
        value={who}
        onValue={setWho}
        help={text("new.person.help", { host: location.hostname })}
        problem={problem}
        autoFocus
        verbatim
      />
      <button type="submit" class="primary wide" disabled={busy}>
        {text("new.find")}
      </button>
    </form>
  )
}

function GroupForm(): JSX.Element {
  const [title, setTitle] = useState("")
  const [members, setMembers] = useState("")
  const { submit, busy, problem } = useOpening(async () => {
    const accounts: string[] = []
    for (const name of members
      .split(/[\n,]/)
      .map(line => line.trim())
      .filter(line => line !== "")) {
      const person = await client.findPerson(name)
      if (!person.ok) return person
      accounts.push(person.value.account)
    }
    return client.createGroup(title, accounts)
  })
  return (
    <form class="stack" onSubmit={submit}>
      <Field
        name="title"
        label={text("new.groupTitle")}
        value={title}
        onValue={setTitle}
        help={text("new.groupTitle.help")}
      />
      <Field
        name="members"
        label={text("new.members")}
        value={members}
        onValue={setMembers}
        lines={4}
        problem={problem}
        verbatim
      />
      <button type="submit" class="primary wide" disabled={busy}>
        {text("new.create")}
      </button>
    </form>
  )
}
