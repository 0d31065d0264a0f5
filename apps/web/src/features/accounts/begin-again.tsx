import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { forgetHere } from "../../state/accounts.ts"
import { tellErased } from "../../state/lock.ts"
import { Dialog } from "../../ui/dialog.tsx"

/** Where what this browser holds can be used no more: away with it, and to the doors back. */
export function BeginAgain({ code }: { code: string }): JSX.Element {
  const [asked, setAsked] = useState(false)
  const [failed, setFailed] = useState(false)
  const erase = async () => {
    try {
      const { eraseHere } = await import("../../state/erase.ts")
      await eraseHere()
    } catch {
      return setFailed(true)
    }
    // Whoever was taken out, or wants nothing found here, does not come back to an account; whoever lost a database does.
    if (code === "device-inactive" || code === "app-locked") forgetHere()
    tellErased()
    location.reload()
  }
  return (
    <>
      <button type="button" class="quiet" name="begin-again" onClick={() => setAsked(true)}>
        {text("erase.ask")}
      </button>
      {asked ? (
        <Dialog title={text("erase.title")} onClose={() => setAsked(false)}>
          <p>{text("erase.body")}</p>
          {failed ? (
            <p class="problem" role="alert">
              {text("erase.failed")}
            </p>
          ) : null}
          <div class="row">
            <button type="button" data-autofocus onClick={() => setAsked(false)}>
              {text("new.cancel")}
            </button>
            <button type="button" class="primary" name="erase" onClick={() => void erase()}>
              {text("erase.sure")}
            </button>
          </div>
        </Dialog>
      ) : null}
    </>
  )
}
