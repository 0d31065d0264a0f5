import type { Registrable } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import { beginWork } from "../../state/at-work.ts"
import { route } from "../../state/route.ts"
import { showWords } from "../../state/words.ts"
import { Field } from "../../ui/field.tsx"
import { focusFirst } from "../../ui/focus.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { Mark } from "../../ui/mark.tsx"
import { OtherAccounts } from "../accounts/other-accounts.tsx"
import { LinkThisDevice } from "../linking/link-this-device.tsx"
import { EnterWithPasskey } from "../passkey/passkey-buttons.tsx"
import { EnterWithWords } from "./enter-with-words.tsx"
import { HandleField } from "./handle-field.tsx"
import { LocaleChoice } from "./locale-choice.tsx"

/** Codes that speak of the invitation: they bring its field, and stand under it. */
const invitationCodes = new Set([
  "sign-up-closed",
  "invitation-wrong",
  "invitation-used",
  "invitation-expired",
])

type Step = { readonly at: "asking"; readonly code: string | undefined } | { readonly at: "creating" }

/** A new account, or one of the doors for somebody who has one. */
type Door = "new" | "link" | "words"

export function Welcome(): JSX.Element {
  const [door, setDoor] = useState<Door>("new")
  const back = () => setDoor("new")
  switch (door) {
    case "link":
      return <LinkThisDevice onBack={back} />
    case "words":
      return <EnterWithWords onBack={back} />
    case "new":
      return <NewAccount onDoor={setDoor} />
  }
}

function NewAccount({ onDoor }: { onDoor: (door: Door) => void }): JSX.Element {
  const [handle, setHandle] = useState("")
  const [displayName, setDisplayName] = useState("")
  const [invitation, setInvitation] = useState("")
  const [signUp, setSignUp] = useState<Registrable["signUp"]>("open")
  const [step, setStep] = useState<Step>({ at: "asking", code: undefined })
  const code = step.at === "asking" ? step.code : undefined
  const aboutInvitation = code !== undefined && invitationCodes.has(code)
  const aboutHandle = code?.startsWith("handle-") ?? false
  const sentence = code === undefined ? undefined : phrase(code, locale.value)

  const create = async (event: Event) => {
    event.preventDefault()
    setStep({ at: "creating" })
    const made = await client.register({
      handle: handle.trim(),
      server: location.origin,
      ...(displayName.trim() === "" ? {} : { displayName: displayName.trim() }),
      ...(invitation.trim() === "" ? {} : { invitation: invitation.trim() }),
    })
    if (!made.ok) return setStep({ at: "asking", code: made.code })
    showWords(made.value.words)
    me.value = made.value.me
  }
  const isTyped = handle + displayName + invitation !== ""
  useEffect(() => (isTyped ? beginWork() : undefined), [isTyped])
  useEffect(() => focusFirst(document), [])
  return (
    <main class="sheet">
      <header class="letterhead">
        <Mark size={64} />
        <LocaleChoice />
      </header>
      <h1>{text("welcome.title")}</h1>
      <p class="lead">{text("welcome.lead")}</p>
      {route.value.at === "join" ? <p class="invited">{text("welcome.invited")}</p> : null}
      <form class="stack" onSubmit={create}>
        <HandleField
          handle={handle}
          onHandle={typed => {
            setHandle(typed)
            setStep({ at: "asking", code: undefined })
          }}
          refused={aboutHandle ? code : undefined}
          onPolicy={setSignUp}
        />
        <Field
          name="display-name"
          label={text("welcome.display")}
          value={displayName}
          onValue={setDisplayName}
          help={text("welcome.display.help")}
        />
        {signUp === "invite" || aboutInvitation || invitation !== "" ? (
          <Field
            name="invitation"
            label={text("welcome.invitation")}
            value={invitation}
            onValue={setInvitation}
            help={text("welcome.invitation.help")}
            problem={aboutInvitation ? sentence : undefined}
            verbatim
          />
        ) : null}
        {sentence === undefined || aboutInvitation || aboutHandle ? null : (
          <p class="problem" role="alert">
            {sentence}
          </p>
        )}
        <button type="submit" class="primary wide" disabled={step.at === "creating"}>
          {step.at === "creating" ? text("welcome.creating") : text("welcome.create")}
        </button>
        <p class="help centred">{text("welcome.already")}</p>
      </form>
      <nav class="doors" aria-label={text("welcome.doors")}>
        <h2>{text("welcome.doors")}</h2>
        <Door name="link" icon="device" onOpen={() => onDoor("link")} />
        <Door name="words" icon="quill" onOpen={() => onDoor("words")} />
        <EnterWithPasskey />
      </nav>
      <OtherAccounts />
    </main>
  )
}

function Door(props: {
  readonly name: "link" | "words"
  readonly icon: IconName
  readonly onOpen: () => void
}): JSX.Element {
  return (
    <button type="button" class="door" name={props.name} onClick={props.onOpen}>
      <Icon name={props.icon} size={24} />
      <span>
        {text(`welcome.${props.name}`)}
        <small>{text(`welcome.${props.name}.help`)}</small>
      </span>
      <Icon name="next" size={16} />
    </button>
  )
}
