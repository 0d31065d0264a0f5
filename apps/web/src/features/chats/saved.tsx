import type { SavedMessage } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { dayName, locale, text, timeOfDay } from "../../i18n/index.ts"
import { client, saved } from "../../state/app.ts"
import { orTell } from "../../state/told.ts"
import { Icon } from "../../ui/icons.tsx"

/** What one keeps for oneself, on every device of one's own and nowhere else. */
export function Saved(): JSX.Element {
  return (
    <main class="pane">
      <header class="pane-head">
        <a class="quiet square back" href="#/" aria-label={text("conversation.back")}>
          <Icon name="back" />
        </a>
        <h1>{text("saved.title")}</h1>
      </header>
      <div class="pane-body">
        <p class="lead">{text("saved.lead")}</p>
        <NewNote />
        {saved.value.length === 0 ? null : (
          <ul class="notes">
            {saved.value.map(note => (
              <Note key={note.saved} note={note} />
            ))}
          </ul>
        )}
      </div>
    </main>
  )
}

function NewNote(): JSX.Element {
  const [written, setWritten] = useState("")
  const [code, setCode] = useState<string | undefined>(undefined)
  const save = async (event: Event) => {
    event.preventDefault()
    const done = await client.save(written)
    setCode(done.ok ? undefined : done.code)
    if (done.ok) setWritten("")
  }
  return (
    <form class="new-note" onSubmit={save}>
      <textarea
        name="note"
        rows={3}
        dir="auto"
        aria-label={text("saved.new")}
        placeholder={text("saved.new")}
        value={written}
        onInput={event => setWritten(event.currentTarget.value)}
      />
      <p class="help problem" role="status">
        {code === undefined ? "" : phrase(code, locale.value)}
      </p>
      <button type="submit" class="primary" disabled={written.trim() === ""}>
        {text("saved.keep")}
      </button>
    </form>
  )
}

function Note({ note }: { note: SavedMessage }): JSX.Element {
  const when = `${dayName(note.at, Date.now())}, ${timeOfDay(note.at)}`
  return (
    <li class="note">
      <p dir="auto">{note.text}</p>
      <footer>
        <time>{when}</time>
        <button
          type="button"
          class="quiet square"
          aria-label={text("saved.remove", { when })}
          onClick={() => void orTell(client.removeSaved(note.saved))}
        >
          <Icon name="bin" size={18} />
        </button>
      </footer>
    </li>
  )
}
