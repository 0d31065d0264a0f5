import type { Asker, ConversationDetails } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { shortWhen, text } from "../../i18n/index.ts"
import { askersChanged, client, connection } from "../../state/app.ts"
import { orTell } from "../../state/told.ts"
import { PersonAvatar } from "../people/person-avatar.tsx"

/** Who asks to come in, for whoever may say yes or no. */
export function AskersBar({ details }: { readonly details: ConversationDetails }): JSX.Element | null {
  const { conversation, epoch } = details
  const [askers, setAskers] = useState<readonly Asker[]>([])
  const isLive = connection.value.at === "live"
  const changed = askersChanged.value
  const ask = async () => {
    const answer = await client.askers(conversation)
    // What cannot be asked now is asked once there is a connection.
    if (answer.ok) setAskers(answer.value)
  }
  // Whoever comes in begins an epoch.
  useEffect(() => void (isLive && ask()), [conversation, epoch, isLive, changed])
  const answer = async (account: string, accepts: boolean) => {
    const done = accepts
      ? client.acceptAsker(conversation, account)
      : client.declineAsker(conversation, account)
    if (await orTell(done)) await ask()
  }
  if (askers.length === 0) return null
  return (
    <details class="askers">
      <summary>{text("askers.title", { count: askers.length })}</summary>
      <ul>
        {askers.map(asker => (
          <AskerRow key={asker.person.account} asker={asker} onAnswer={answer} />
        ))}
      </ul>
    </details>
  )
}

function AskerRow(props: {
  readonly asker: Asker
  readonly onAnswer: (account: string, accepts: boolean) => Promise<void>
}): JSX.Element {
  const { person, at } = props.asker
  const [busy, setBusy] = useState(false)
  const answer = async (accepts: boolean) => {
    setBusy(true)
    await props.onAnswer(person.account, accepts)
    setBusy(false)
  }
  const name = person.displayName
  return (
    <li>
      <PersonAvatar of={person} small />
      <span class="self">
        <bdi>{name}</bdi>
        <small>
          {person.address} · {shortWhen(at, Date.now())}
        </small>
      </span>
      <button
        type="button"
        name="decline-asker"
        aria-label={text("askers.decline.of", { name })}
        disabled={busy}
        onClick={() => void answer(false)}
      >
        {text("askers.decline")}
      </button>
      <button
        type="button"
        class="primary"
        name="accept-asker"
        aria-label={text("askers.accept.of", { name })}
        disabled={busy}
        onClick={() => void answer(true)}
      >
        {text("askers.accept")}
      </button>
    </li>
  )
}
