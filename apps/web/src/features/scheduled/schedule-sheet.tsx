import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { writingIn } from "../../state/writing.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { fieldOf, likelyTimes, momentIn } from "./moments.ts"
import { WhenField } from "./when-field.tsx"

/** When what is written goes out, and what becomes of it until then. */
export function ScheduleSheet(props: {
  readonly open: OpenConversation
  readonly onClose: () => void
}): JSX.Element {
  const { open, onClose } = props
  const [at, setAt] = useState(() => fieldOf(likelyTimes(Date.now())[0]?.at ?? Date.now()))
  const [code, setCode] = useState<string | undefined>(undefined)
  const keep = async (event: Event) => {
    event.preventDefault()
    const moment = momentIn(at)
    if (moment === undefined) return
    const failed = await writingIn(open.conversation).schedule(moment)
    setCode(failed)
    if (failed === undefined) onClose()
  }
  return (
    <Dialog title={text("schedule.title")} onClose={onClose}>
      <form class="stack" onSubmit={event => void keep(event)}>
        <WhenField value={at} onValue={setAt} />
        <p class="help">{text("schedule.help")}</p>
        {code === undefined ? null : (
          <p class="problem" role="alert">
            {phrase(code, locale.value)}
          </p>
        )}
        <button type="submit" class="primary wide">
          {text("schedule.keep")}
        </button>
      </form>
    </Dialog>
  )
}
