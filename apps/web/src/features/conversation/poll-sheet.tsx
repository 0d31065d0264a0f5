import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Field } from "../../ui/field.tsx"
import { Switch } from "../../ui/primitives/switch.tsx"

const optionsMax = 12

/** A question, and options that grow while they are written. */
export function PollSheet(props: {
  readonly open: OpenConversation
  readonly onClose: () => void
}): JSX.Element {
  const { open, onClose } = props
  const [question, setQuestion] = useState("")
  const [options, setOptions] = useState<readonly string[]>(["", ""])
  const [several, setSeveral] = useState(false)
  const [code, setCode] = useState<string | undefined>(undefined)
  const write = (place: number, value: string) => {
    const written = options.with(place, value)
    setOptions(written.at(-1) !== "" && written.length < optionsMax ? [...written, ""] : written)
    setCode(undefined)
  }
  const ask = async (event: Event) => {
    event.preventDefault()
    const choice = several ? "multiple" : "single"
    const asked = options.map(one => one.trim()).filter(one => one !== "")
    const sent = await client.sendPoll(open.conversation, {
      question: question.trim(),
      options: asked,
      choice,
    })
    if (!sent.ok) return setCode(sent.code)
    open.sends.value++
    onClose()
  }
  return (
    <Dialog title={text("poll.new")} onClose={onClose}>
      <form class="poll-form" onSubmit={ask}>
        <Field name="poll-question" label={text("poll.question")} value={question} onValue={setQuestion} />
        <fieldset>
          <legend>{text("poll.options")}</legend>
          {options.map((option, place) => (
            <input
              key={place}
              type="text"
              name="poll-option"
              dir="auto"
              autocomplete="off"
              aria-label={text("poll.option", { place: place + 1 })}
              placeholder={text("poll.option", { place: place + 1 })}
              value={option}
              onInput={event => write(place, event.currentTarget.value)}
            />
          ))}
        </fieldset>
        <Switch
          name="poll-several"
          label={text("poll.several")}
          help={text("poll.seen")}
          on={several}
          onSwitch={setSeveral}
        />
        {code === undefined ? null : (
          <p class="problem" role="alert">
            {phrase(code, locale.value)}
          </p>
        )}
        <button type="submit" class="primary">
          {text("poll.ask")}
        </button>
      </form>
    </Dialog>
  )
}
