import type { JSX } from "preact"
import { useId } from "preact/hooks"

/** One thing that holds: chosen by whoever may, read by everybody else. */
export function Rule(props: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly isFixed?: boolean
  readonly disabled?: boolean
  readonly onChoose: (value: string) => void
}): JSX.Element {
  const id = useId()
  const { name, label, value, choices, isFixed = false, disabled = false, onChoose } = props
  if (isFixed)
    return (
      <p class="group-rule">
        <span>{label}</span>
        <strong>{choices.find(one => one.value === value)?.label}</strong>
      </p>
    )
  return (
    <p class="group-rule">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value
          // It shows what holds, which this is not yet.
          currentTarget.value = value
          onChoose(chosen)
        }}
      >
        {choices.map(one => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </p>
  )
}
