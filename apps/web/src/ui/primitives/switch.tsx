import type { JSX } from "preact"
import { useId } from "preact/hooks"

/** On or off, at once. */
export function Switch(props: {
  readonly name: string
  readonly label: string
  readonly help: string
  readonly on: boolean
  readonly disabled?: boolean
  readonly onSwitch: (on: boolean) => void
}): JSX.Element {
  const id = useId()
  return (
    <div class="switch-row">
      <label for={id}>
        {props.label}
        <small id={`${id}-help`}>{props.help}</small>
      </label>
      <input
        id={id}
        class="switch"
        type="checkbox"
        role="switch"
        name={props.name}
        checked={props.on}
        aria-checked={props.on}
        disabled={props.disabled}
        aria-describedby={`${id}-help`}
        onChange={event => props.onSwitch(event.currentTarget.checked)}
      />
    </div>
  )
}
