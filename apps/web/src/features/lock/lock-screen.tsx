import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { sentence } from "../../i18n/sentences.ts"
import { slot } from "../../state/accounts.ts"
import { unlock } from "../../state/lock.ts"
import { Field } from "../../ui/field.tsx"
import { Mark } from "../../ui/mark.tsx"
import { readLock } from "../../worker/database-key.ts"
import type { LockCode } from "../../worker/lock-channel.ts"
import { waitLeft } from "../../worker/lock-rules.ts"
import { namesOf } from "../../worker/names.ts"
import { BeginAgain } from "../accounts/begin-again.tsx"
import { OtherAccounts } from "../accounts/other-accounts.tsx"

const secondMs = 1000

/** All that is shown of a locked account: nobody's name, and nothing of what waits. */
export function LockScreen(): JSX.Element {
  const [passcode, setPasscode] = useState("")
  const [code, setCode] = useState<LockCode | undefined>(undefined)
  const [isBusy, setIsBusy] = useState(false)
  const [seconds, look] = useWait()
  const open = async (event: Event) => {
    event.preventDefault()
    setIsBusy(true)
    setCode(undefined)
    const refused = await unlock(passcode)
    setIsBusy(false)
    setCode(refused)
    if (refused === "passcode-wrong") setPasscode("")
    await look()
  }
  return (
    <main class="sheet lock-screen">
      <Mark size={56} />
      <h1>{text("lock.title")}</h1>
      <p class="lead">{text("lock.lead")}</p>
      <form class="stack" onSubmit={event => void open(event)}>
        <Field
          name="passcode"
          label={text("lock.passcode")}
          value={passcode}
          onValue={setPasscode}
          problem={code === undefined ? undefined : sentence(code)}
          help={seconds > 0 ? text("lock.wait", { seconds }) : ""}
          autoFocus
          verbatim
          secret
        />
        {code !== undefined && seconds > 0 ? <p class="help">{text("lock.wait", { seconds })}</p> : null}
        <button type="submit" class="primary wide" disabled={isBusy || seconds > 0 || passcode === ""}>
          {text(isBusy ? "lock.opening" : "lock.open")}
        </button>
      </form>
      <details class="forgotten">
        <summary>{text("lock.forgotten")}</summary>
        <p>{text("lock.forgotten.body")}</p>
        <BeginAgain code="app-locked" />
      </details>
      <OtherAccounts />
    </main>
  )
}

/** Whole seconds until the next try, and how to look anew at what is kept of them. */
function useWait(): readonly [number, () => Promise<void>] {
  const [seconds, setSeconds] = useState(0)
  const look = async () => {
    const lock = await readLock(namesOf(slot).key)
    setSeconds(lock === undefined ? 0 : Math.ceil(waitLeft(lock.attempts, Date.now()) / secondMs))
  }
  useEffect(() => void look(), [])
  useEffect(() => {
    if (seconds === 0) return
    const timer = setTimeout(() => void look(), secondMs)
    return () => clearTimeout(timer)
  }, [seconds])
  return [seconds, look]
}
