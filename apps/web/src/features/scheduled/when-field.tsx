import type { JSX } from "preact"
import { shortWhen, text } from "../../i18n/index.ts"
import { fieldOf, likelyTimes } from "./moments.ts"

/** When: one of the likely times, or any other. */
export function WhenField(props: {
  readonly value: string
  readonly onValue: (value: string) => void
}): JSX.Element {
  const now = Date.now()
  return (
    <>
      <div class="field">
        <label for="schedule-at">{text("schedule.at")}</label>
        <input
          id="schedule-at"
          name="at"
          type="datetime-local"
          required
          min={fieldOf(now)}
          value={props.value}
          data-autofocus
          onInput={event => props.onValue(event.currentTarget.value)}
        />
      </div>
      <div class="row likely-times">
        {likelyTimes(now).map(({ name, at }) => (
          <button
            key={name}
            type="button"
            title={shortWhen(at, now)}
            aria-pressed={props.value === fieldOf(at)}
            onClick={() => props.onValue(fieldOf(at))}
          >
            {text(`schedule.${name}`)}
          </button>
        ))}
      </div>
    </>
  )
}
