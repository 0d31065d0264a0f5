import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client, selfChanged } from "../../state/app.ts"
import { Choices } from "../../ui/primitives/choices.tsx"

const whoever = ["all", "known", "nobody"] as const

/** Who may ask for this person's attention: it is enforced here, on all of their devices, and told to nobody. */
export function Asking({ name }: { readonly name: "requests" | "invitations" }): JSX.Element {
  const [from, setFrom] = useState<string>("all")
  useEffect(() => {
    void client.setting(name).then(value => setFrom(value ?? "all"))
  }, [name, selfChanged.value])
  const set = async (next: string) => {
    const before = from
    setFrom(next)
    const done = await client.setSetting(name, next)
    if (!done.ok) setFrom(before)
  }
  return (
    <Choices
      name={name}
      label={text(`privacy.${name}`)}
      help={text(`privacy.${name}.help`)}
      chosen={from}
      choices={whoever.map(value => ({ value, label: text(`privacy.from.${value}`) }))}
      onChoose={next => void set(next)}
    />
  )
}
