import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Dialog } from "../../ui/dialog.tsx"

/** A day of the calendar, and the first message from its morning on. */
export function JumpToDate(props: {
  readonly open: OpenConversation
  readonly at: number
  readonly onClose: () => void
}): JSX.Element {
  const { open, onClose } = props
  const [day, setDay] = useState(calendarDay(props.at))
  const jump = (event: Event) => {
    event.preventDefault()
    const morning = new Date(`${day}T00:00`).getTime()
    onClose()
    if (Number.isFinite(morning)) void open.jumpToDate(morning)
  }
  const toBeginning = () => {
    onClose()
    void open.toBeginning()
  }
  return (
    <Dialog title={text("date.jump")} onClose={onClose}>
      <form class="stack" onSubmit={jump}>
        <div class="field">
          <label for="jump-day">{text("date.day")}</label>
          <input
            id="jump-day"
            name="day"
            type="date"
            required
            max={calendarDay(Date.now())}
            value={day}
            data-autofocus
            onInput={event => setDay(event.currentTarget.value)}
          />
        </div>
        <div class="row">
          <button type="button" class="quiet" onClick={toBeginning}>
            {text("date.beginning")}
          </button>
          <button type="submit" class="primary">
            {text("date.go")}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** As a date field has it, by the calendar of this device. */
function calendarDay(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, "0")
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
