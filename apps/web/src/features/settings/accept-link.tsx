import type { Linking, LinkScope } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, linking } from "../../state/app.ts"
import { Field } from "../../ui/field.tsx"
import { Icon } from "../../ui/icons.tsx"
import { Choices } from "../../ui/primitives/choices.tsx"
import { AccountDigits } from "../linking/digits.tsx"
import { QrCode } from "../linking/qr-code.tsx"
import { ScanCode } from "../linking/scan-code.tsx"

/** What a new device draws begins with it (spec G1). */
const drawnPrefix = "colombe:link#"

/** Takes a new device into this account: its code, what it shows, and the word of the person on the other screen. */
export function AcceptLink(): JSX.Element {
  const now = linking.value
  const [accepted, setAccepted] = useState(false)
  const [scope, setScope] = useState<LinkScope>("all")
  const steps: Partial<Record<Linking["at"], () => JSX.Element>> = {
    showing: () => (
      <div class="stack">
        <p>{text("accept.showing")}</p>
        <QrCode text={now.at === "showing" ? now.qr : ""} label={text("accept.qr")} />
        <p class="help centred">{text("link.tenMinutes")}</p>
      </div>
    ),
    waiting: () => <p role="status">{text("accept.waiting")}</p>,
    finishing: () => <p role="status">{text("link.finishing")}</p>,
    "asking-digits": () => <Digits />,
    "asking-device": () => <AskDevice name={now.at === "asking-device" ? now.name : ""} scope={scope} />,
    offered: () => (
      <>
        <p role="status">{text("accept.offered")}</p>
        <AccountDigits groups={now.at === "offered" ? now.safety : []} />
      </>
    ),
  }
  const step = steps[now.at]
  return (
    <section>
      <h2>{text("accept.title")}</h2>
      {step === undefined ? (
        <Code done={accepted} scope={scope} onScope={setScope} onAccepted={() => setAccepted(true)} />
      ) : (
        step()
      )}
      {step === undefined ? null : (
        <button type="button" class="quiet" onClick={() => void client.cancelLinking()}>
          {text("new.cancel")}
        </button>
      )}
    </section>
  )
}

function Code(props: {
  readonly done: boolean
  readonly scope: LinkScope
  readonly onScope: (scope: LinkScope) => void
  readonly onAccepted: () => void
}): JSX.Element {
  const [code, setCode] = useState("")
  const now = linking.value
  const ended = now.at === "ended" ? phrase(now.code, locale.value) : undefined
  const [refused, setRefused] = useState<string | undefined>(undefined)
  const accept = async (read: string) => {
    props.onAccepted()
    const accepted = await client.acceptLink(read.trim(), { scope: props.scope })
    setRefused(accepted.ok ? undefined : phrase(accepted.code, locale.value))
  }
  const offer = async () => {
    props.onAccepted()
    const offered = await client.offerLink({ scope: props.scope })
    setRefused(offered.ok ? undefined : phrase(offered.code, locale.value))
  }
  const submit = (event: Event) => {
    event.preventDefault()
    void accept(code)
  }
  return (
    <form onSubmit={submit}>
      {props.done && now.at === "linked" ? <p role="status">{text("accept.done")}</p> : null}
      <Choices
        name="link-scope"
        label={text("accept.scope")}
        help={text(`accept.scope.${props.scope}.help`)}
        chosen={props.scope}
        choices={(["all", "from-now"] as const).map(value => ({
          value,
          label: text(`accept.scope.${value}`),
        }))}
        onChoose={value => props.onScope(value === "from-now" ? "from-now" : "all")}
      />
      <ScanCode
        prefix={drawnPrefix}
        label={text("accept.scan")}
        hint={text("accept.scan.hint")}
        onRead={accept}
      />
      <button type="button" class="wide" name="show-code" onClick={offer}>
        <Icon name="qr" />
        {text("accept.show")}
      </button>
      <Field
        name="link-code"
        label={text("accept.code")}
        value={code}
        onValue={setCode}
        help={text("accept.code.help")}
        problem={refused ?? ended}
        after={<button type="submit">{text("accept.next")}</button>}
        verbatim
      />
    </form>
  )
}

function Digits(): JSX.Element {
  const [digits, setDigits] = useState("")
  const [code, setCode] = useState<string | undefined>(undefined)
  const now = linking.value
  const compare = async (event: Event) => {
    event.preventDefault()
    const compared = await client.confirmDigits(digits)
    setCode(compared.ok ? undefined : compared.code)
    setDigits("")
  }
  return (
    <form onSubmit={compare}>
      <Field
        name="link-digits"
        label={text("accept.digits", { name: now.at === "asking-digits" ? now.name : "" })}
        value={digits}
        onValue={setDigits}
        help={text("accept.digits.help")}
        problem={code === undefined ? undefined : phrase(code, locale.value)}
        after={<button type="submit">{text("accept.next")}</button>}
        verbatim
      />
    </form>
  )
}

function AskDevice({ name, scope }: { name: string; scope: LinkScope }): JSX.Element {
  return (
    <>
      <p>{text(scope === "all" ? "accept.device" : "accept.device.from-now", { name })}</p>
      <div class="row">
        <button type="button" onClick={() => void client.confirmDevice(false)}>
          {text("link.account.no")}
        </button>
        <button type="button" class="primary" onClick={() => void client.confirmDevice(true)}>
          {text("accept.device.yes")}
        </button>
      </div>
    </>
  )
}
