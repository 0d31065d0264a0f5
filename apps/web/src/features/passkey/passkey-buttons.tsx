import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import { Icon } from "../../ui/icons.tsx"
import { askPasskey, canHavePasskeys, makePasskey } from "./passkey.ts"

type Step = { readonly at: "idle" | "asking" | "done" } | { readonly at: "failed"; readonly code: string }

/** On a device of the account: from now on the passkey lets new devices in. */
export function AddPasskey(): JSX.Element | null {
  const add = async (): Promise<Step> => {
    const self = me.value
    if (typeof self !== "object") return { at: "idle" }
    const [handle = ""] = self.address.split("@")
    const made = await makePasskey(handle, self.displayName)
    const added = made.ok ? await client.addSpareRoot(made.value.root) : made
    return added.ok ? { at: "done" } : { at: "failed", code: added.code }
  }
  return <PasskeyButton label={text("passkey.add")} done={text("passkey.added")} run={add} />
}

/** On the first screen: into one's account, beside its other devices. */
export function EnterWithPasskey(): JSX.Element | null {
  const enter = async (): Promise<Step> => {
    const asked = await askPasskey()
    if (!asked.ok) return { at: "failed", code: asked.code }
    const request = { ...asked.value, server: location.origin, keepDevices: true }
    const entered = await client.recover(request)
    if (!entered.ok) return { at: "failed", code: entered.code }
    me.value = entered.value
    return { at: "done" }
  }
  return (
    <PasskeyButton
      label={text("passkey.enter")}
      help={text("passkey.enter.help")}
      done={text("passkey.entered")}
      run={enter}
    />
  )
}

/** With a `help` it is a door like the others of the first screen. */
function PasskeyButton(props: {
  readonly label: string
  readonly help?: string
  readonly done: string
  readonly run: () => Promise<Step>
}): JSX.Element | null {
  const [step, setStep] = useState<Step>({ at: "idle" })
  if (!canHavePasskeys) return null
  const press = async () => {
    setStep({ at: "asking" })
    setStep(await props.run())
  }
  const isDoor = props.help !== undefined
  return (
    <div class="passkey">
      <button
        type="button"
        class={isDoor ? "door" : "wide"}
        disabled={step.at === "asking" || step.at === "done"}
        onClick={() => void press()}
      >
        <Icon name={step.at === "done" ? "check" : "key"} size={isDoor ? 24 : 20} />
        <span>
          {step.at === "done" ? props.done : props.label}
          {isDoor ? <small>{props.help}</small> : null}
        </span>
        {isDoor ? <Icon name="next" size={16} /> : null}
      </button>
      <p class={step.at === "failed" ? "help problem" : "help"} role="status">
        {step.at === "failed" ? phrase(step.code, locale.value) : ""}
      </p>
    </div>
  )
}
