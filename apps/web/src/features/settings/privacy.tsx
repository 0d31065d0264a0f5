import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client, selfChanged } from "../../state/app.ts"
import { Switch } from "../../ui/primitives/switch.tsx"
import { Asking } from "./asking.tsx"
import { BlockedPeople } from "./blocked-people.tsx"

/**
 * What others are told while one reads and writes; each way: whoever hides it does not see it of others. And who may ask.
 */
export function PrivacyPage(): JSX.Element {
  return (
    <>
      <Shared name="receipts" />
      <Shared name="typing" />
      <Asking name="requests" />
      <Asking name="invitations" />
      <BlockedPeople />
    </>
  )
}

function Shared({ name }: { name: "receipts" | "typing" }): JSX.Element {
  /** Undefined until it is known. */
  const [on, setOn] = useState<boolean | undefined>(undefined)
  useEffect(() => {
    void client.setting(name).then(value => setOn(value !== "off"))
  }, [name, selfChanged.value])
  const set = async (next: boolean) => {
    setOn(next)
    const done = await client.setSetting(name, next ? "on" : "off")
    if (!done.ok) setOn(!next)
  }
  return (
    <Switch
      name={name}
      label={text(`privacy.${name}`)}
      help={text(`privacy.${name}.help`)}
      on={on ?? true}
      disabled={on === undefined}
      onSwitch={next => void set(next)}
    />
  )
}
