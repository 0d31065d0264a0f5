import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { noteLeaving } from "../../state/accounts.ts"
import { client } from "../../state/app.ts"
import { Dialog } from "../../ui/dialog.tsx"

/** Takes this browser out of the account, and everything that it kept with it. */
export function SignOut(): JSX.Element {
  const [asked, setAsked] = useState(false)
  return (
    <section>
      <h2>{text("signOut.title")}</h2>
      <p>{text("signOut.body")}</p>
      <button type="button" name="sign-out" onClick={() => setAsked(true)}>
        {text("signOut.ask")}
      </button>
      {asked ? <ConfirmSignOut onClose={() => setAsked(false)} /> : null}
    </section>
  )
}

function ConfirmSignOut({ onClose }: { onClose: () => void }): JSX.Element {
  const [code, setCode] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  /** Said so once more, where no other device is left. */
  const last = code === "device-last"
  const leave = async () => {
    const here = (await client.devices()).find(({ current }) => current)
    if (here === undefined) return
    setBusy(true)
    noteLeaving(true)
    const left = await client.removeDevice(here.device, { last })
    setBusy(false)
    if (left.ok) return
    noteLeaving(false)
    setCode(left.code)
  }
  return (
    <Dialog title={text("signOut.sure")} onClose={onClose}>
      <p>{text("signOut.sure.body")}</p>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <div class="row">
        <button type="button" onClick={onClose} data-autofocus>
          {text("new.cancel")}
        </button>
        <button type="button" class="primary" name="leave" disabled={busy} onClick={() => void leave()}>
          {text(last ? "signOut.last" : "signOut.ask")}
        </button>
      </div>
    </Dialog>
  )
}
