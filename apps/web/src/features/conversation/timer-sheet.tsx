import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, spanOf, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { timerChoices } from "./rights.ts"

/** How long what is said from now on stays. */
export function TimerSheet(props: {
  readonly open: OpenConversation
  readonly onClose: () => void
}): JSX.Element {
  const { open, onClose } = props
  const now = open.details.value?.timer ?? 0
  const [code, setCode] = useState<string | undefined>(undefined)
  const [asked, setAsked] = useState<number | undefined>(undefined)
  const set = async (seconds: number) => {
    setAsked(seconds)
    const done = await client.setTimer(open.conversation, seconds)
    if (done.ok) return onClose()
    setCode(done.code)
    setAsked(undefined)
  }
  return (
    <Dialog title={text("timer.title")} onClose={onClose}>
      <p>{text("timer.body")}</p>
      <fieldset class="timer-choices" disabled={asked !== undefined} aria-label={text("timer.title")}>
        {timerChoices(now).map(seconds => (
          <label key={seconds}>
            <input
              type="radio"
              name="timer"
              checked={seconds === (asked ?? now)}
              onChange={() => void set(seconds)}
            />
            <span>{seconds === 0 ? text("timer.off") : spanOf(seconds)}</span>
          </label>
        ))}
      </fieldset>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
    </Dialog>
  )
}
