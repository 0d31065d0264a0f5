import type { JSX } from "preact"

/** One of a few, all of them seen: radio buttons that look like a segmented control. */
export function Choices(props: {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly chosen: string
  readonly choices: readonly { readonly value: string; readonly label: string; readonly lang?: string }[]
  readonly onChoose: (value: string) => void
}): JSX.Element {
  return (
    <fieldset class="choices-field">
      <legend>{props.label}</legend>
      <div class="segments">
        {props.choices.map(({ value, label, lang }) => (
          <label key={value} lang={lang}>
            <input
              type="radio"
              name={props.name}
              value={value}
              checked={value === props.chosen}
              onChange={() => props.onChoose(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {props.help === undefined ? null : <p class="help">{props.help}</p>}
    </fieldset>
  )
}
