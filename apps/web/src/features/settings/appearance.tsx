import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { appearance, choose, type Look, looks } from "../../state/appearance.ts"
import { Choices } from "../../ui/primitives/choices.tsx"

const order: readonly Look[] = ["theme", "contrast", "size", "density", "motion"]

export function AppearancePage(): JSX.Element {
  return (
    <>
      {order.map(name => (
        <LookChoice key={name} name={name} />
      ))}
    </>
  )
}

function LookChoice<Name extends Look>({ name }: { name: Name }): JSX.Element {
  return (
    <Choices
      name={name}
      label={text(`look.${name}`)}
      chosen={appearance.value[name]}
      choices={looks[name].map(value => ({
        value,
        label: text(`look.${name}.${value}` as "look.theme.auto"),
      }))}
      onChoose={value => choose(name, value as (typeof looks)[Name][number])}
    />
  )
}
