import type { ScheduledItem } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { dateAndTime, locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { orTell } from "../../state/told.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Icon } from "../../ui/icons.tsx"
import { fieldOf, momentIn } from "./moments.ts"
import { useScheduled } from "./use-scheduled.ts"
import { WhenField } from "./when-field.tsx"

/** What waits for its time here: to be read, changed, sent at once or taken away. */
export function ScheduledSheet(props: {
  readonly open: OpenConversation
  readonly onClose: () => void
}): JSX.Element {
  const { open, onClose } = props
  const items = useScheduled(open.conversation)
  const [changing, setChanging] = useState<string | undefined>(undefined)
  const [wasThere, setWasThere] = useState(false)
  useEffect(() => {
    if (items.length > 0) setWasThere(true)
    else if (wasThere) onClose()
  }, [items])
  return (
    <Dialog title={text("schedule.list")} onClose={onClose}>
      <p class="help">{text("schedule.help")}</p>
      <ul class="scheduled">
        {items.map(item => (
          <li key={item.id}>
            {item.id === changing ? (
              <Changing item={item} onEnd={() => setChanging(undefined)} />
            ) : (
              <Waiting item={item} onChange={() => setChanging(item.id)} />
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function Waiting({
  item,
  onChange,
}: {
  readonly item: ScheduledItem
  readonly onChange: () => void
}): JSX.Element {
  const { id, at, failed } = item
  const when = dateAndTime(at)
  const said = item.format === "markdown" ? plainText(item.text) : item.text
  return (
    <>
      <p class="scheduled-when">
        <Icon name={item.silent ? "muted" : "calendar"} size={16} />
        <time dateTime={new Date(at).toISOString()}>{when}</time>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled, by keyboard too */}
      <p class="scheduled-said" dir="auto" tabIndex={0}>
        {said}
      </p>
      {failed === undefined ? null : <p class="problem">{phrase(failed, locale.value)}</p>}
      <div class="row">
        <button
          type="button"
          class="quiet"
          aria-label={text("schedule.remove.of", { when })}
          onClick={() => void orTell(client.unschedule(id))}
        >
          {text("message.deleteOwn")}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={text("schedule.change.of", { when })}
          onClick={onChange}
        >
          {text("message.edit")}
        </button>
        <button
          type="button"
          aria-label={text("schedule.now.of", { when })}
          onClick={() => void orTell(client.sendScheduledNow(id))}
        >
          {text("schedule.now")}
        </button>
      </div>
    </>
  )
}

function Changing({
  item,
  onEnd,
}: {
  readonly item: ScheduledItem
  readonly onEnd: () => void
}): JSX.Element {
  const [said, setSaid] = useState(item.text)
  const [at, setAt] = useState(fieldOf(item.at))
  const [code, setCode] = useState<string | undefined>(undefined)
  const save = async (event: Event) => {
    event.preventDefault()
    const moment = momentIn(at)
    if (moment === undefined) return
    const { id, format } = item
    const done = await client.changeScheduled(id, { text: said, format, at: moment })
    setCode(done.ok ? undefined : done.code)
    if (done.ok) onEnd()
  }
  return (
    <form class="stack" onSubmit={event => void save(event)}>
      <div class="field">
        <label for="schedule-text">{text("composer.label")}</label>
        <textarea
          id="schedule-text"
          name="scheduled-text"
          rows={3}
          dir="auto"
          autocomplete="off"
          required
          value={said}
          onInput={event => setSaid(event.currentTarget.value)}
        />
      </div>
      <WhenField value={at} onValue={setAt} />
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <div class="row">
        <button type="button" onClick={onEnd}>
          {text("new.cancel")}
        </button>
        <button type="submit" class="primary">
          {text("composer.save")}
        </button>
      </div>
    </form>
  )
}
