import type { Person, SafetyNumber } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Icon } from "../../ui/icons.tsx"

/** The number that two people compare, and whether they have. */
export function Safety({ person }: { person: Person }): JSX.Element | null {
  const { account, displayName: name, trust } = person
  const [number, setNumber] = useState<SafetyNumber | undefined>(undefined)
  const [code, setCode] = useState<string | undefined>(undefined)
  const ask = async () => {
    const found = await client.safetyNumber(account)
    if (found.ok) setNumber(found.value)
    else setCode(found.code)
  }
  useEffect(() => {
    void ask()
  }, [account, trust])
  const set = async (verified: boolean) => {
    const done = await (verified ? client.verify(account) : client.unverify(account))
    setCode(done.ok ? undefined : done.code)
    await ask()
  }
  if (number === undefined) return null
  const { verified } = number
  return (
    <section class="comparing" aria-labelledby="safety-title">
      <h3 id="safety-title">{text("info.safety", { name })}</h3>
      <ol class="safety" translate={false}>
        {number.groups.map((group, index) => (
          <li key={index}>{group}</li>
        ))}
      </ol>
      <p class={verified ? "verified" : "help"} role="status">
        {verified ? <Icon name="check" size={16} /> : null}
        <span>{text(verified ? "info.verified" : "info.safety.body", { name })}</span>
      </p>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <button type="button" class="wide" name="verify" onClick={() => void set(!verified)}>
        {text(verified ? "info.unverify" : "info.verify")}
      </button>
    </section>
  )
}
