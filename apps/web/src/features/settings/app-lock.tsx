import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { slot } from "../../state/accounts.ts"
import { lockNow, removePasscode, setPasscode, setTimeoutOfLock } from "../../state/lock.ts"
import { Field } from "../../ui/field.tsx"
import { Choices } from "../../ui/primitives/choices.tsx"
import { type PasscodeLock, readLock } from "../../worker/database-key.ts"
import type { LockCode } from "../../worker/lock-channel.ts"
import { type LockTimeout, lockTimeouts } from "../../worker/lock-rules.ts"
import { namesOf } from "../../worker/names.ts"
import { BeginAgain } from "../accounts/begin-again.tsx"

const timeoutAtFirst: LockTimeout = "5"

/** The lock of this account in this browser; nothing of it is told to anybody. */
export function AppLockPage(): JSX.Element {
  const [lock, setLock] = useState<PasscodeLock | "off" | undefined>(undefined)
  const look = async () => setLock((await readLock(namesOf(slot).key)) ?? "off")
  useEffect(() => void look(), [])
  if (lock === undefined) return <div aria-busy="true" />
  return (
    <>
      <section class="stack">
        <p>{text("lock.protects")}</p>
        <p>{text("lock.protectsNot")}</p>
      </section>
      <section>
        <p role="status">{text(lock === "off" ? "lock.off" : "lock.on")}</p>
        {lock === "off" ? null : (
          <button type="button" class="primary" name="lock-now" onClick={lockNow}>
            {text("lock.now")}
          </button>
        )}
      </section>
      {lock === "off" ? null : <Timeout chosen={lock.timeout} onDone={look} />}
      <SetPasscode
        key={lock === "off" ? "set" : "change"}
        timeout={lock === "off" ? undefined : lock.timeout}
        onDone={look}
      />
      {lock === "off" ? null : <RemovePasscode onDone={look} />}
      <section>
        <h2>{text("lock.wipe")}</h2>
        <p>{text("lock.wipe.body")}</p>
        <BeginAgain code="app-locked" />
      </section>
    </>
  )
}

interface Done {
  readonly onDone: () => Promise<void>
}

function Timeout({ chosen, onDone }: { readonly chosen: LockTimeout } & Done): JSX.Element {
  const set = async (next: LockTimeout) => {
    await setTimeoutOfLock(next)
    await onDone()
  }
  return (
    <Choices
      name="lock-timeout"
      label={text("lock.timeout")}
      help={text("lock.timeout.help")}
      chosen={chosen}
      choices={lockTimeouts.map(value => ({ value, label: text(`lock.timeout.${value}`) }))}
      onChoose={next => void set(next as LockTimeout)}
    />
  )
}

/** Typed twice, and after the one of now where there is one: then `timeout` is that lock's. */
function SetPasscode({
  timeout,
  onDone,
}: {
  readonly timeout: LockTimeout | undefined
} & Done): JSX.Element {
  const isChange = timeout !== undefined
  const [current, setCurrent] = useState("")
  const [passcode, setNew] = useState("")
  const [again, setAgain] = useState("")
  const { code, isBusy, run } = useAct(onDone)
  const set = (event: Event) => {
    event.preventDefault()
    void run(async () => {
      const refused = await setPasscode(passcode, isChange ? current : undefined, timeout ?? timeoutAtFirst)
      if (refused === undefined) for (const clear of [setCurrent, setNew, setAgain]) clear("")
      return refused
    })
  }
  const differs = again !== "" && !passcode.startsWith(again)
  return (
    <section>
      <h2>{text(isChange ? "lock.change" : "lock.set")}</h2>
      <form class="stack" onSubmit={set}>
        {isChange ? (
          <Field name="current" label={text("lock.current")} value={current} onValue={setCurrent} secret />
        ) : null}
        <Field
          name="new-passcode"
          label={text("lock.new")}
          value={passcode}
          onValue={setNew}
          help={text("lock.strength")}
          problem={said(code)}
          secret
        />
        <Field
          name="again"
          label={text("lock.again")}
          value={again}
          onValue={setAgain}
          problem={differs ? text("lock.again.differs") : undefined}
          secret
        />
        <button type="submit" name="set-passcode" disabled={isBusy || passcode === "" || passcode !== again}>
          {text(isChange ? "lock.change" : "lock.set")}
        </button>
      </form>
    </section>
  )
}

function RemovePasscode({ onDone }: Done): JSX.Element {
  const [passcode, setPasscodeNow] = useState("")
  const { code, isBusy, run } = useAct(onDone)
  const remove = (event: Event) => {
    event.preventDefault()
    void run(() => removePasscode(passcode))
  }
  return (
    <section>
      <h2>{text("lock.remove")}</h2>
      <form class="stack" onSubmit={remove}>
        <Field
          name="passcode-to-remove"
          label={text("lock.current")}
          value={passcode}
          onValue={setPasscodeNow}
          problem={said(code)}
          secret
        />
        <button type="submit" name="remove-passcode" disabled={isBusy || passcode === ""}>
          {text("lock.remove")}
        </button>
      </form>
    </section>
  )
}

const said = (code: LockCode | undefined) => (code === undefined ? undefined : phrase(code, locale.value))

function useAct(onDone: () => Promise<void>) {
  const [code, setCode] = useState<LockCode | undefined>(undefined)
  const [isBusy, setIsBusy] = useState(false)
  const run = async (act: () => Promise<LockCode | undefined>) => {
    setIsBusy(true)
    const refused = await act()
    setIsBusy(false)
    setCode(refused)
    if (refused === undefined) await onDone()
  }
  return { code, isBusy, run }
}
