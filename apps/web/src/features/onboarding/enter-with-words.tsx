import { phrase, wordsDetail } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import { Field } from "../../ui/field.tsx"
import { focusFirst } from "../../ui/focus.ts"
import { Mark } from "../../ui/mark.tsx"

type Step = { readonly at: "asking"; readonly problem: string | undefined } | { readonly at: "entering" }

/** The door for somebody who has lost every device: a handle and the 24 words. */
export function EnterWithWords(props: {
  readonly onBack: () => void
  /** Of the account that this browser had, where it did not lose a device. */
  readonly known?: string
}): JSX.Element {
  const { onBack, known } = props
  const [handle, setHandle] = useState(known ?? "")
  const [words, setWords] = useState("")
  const [keepDevices, setKeepDevices] = useState(known !== undefined)
  const [step, setStep] = useState<Step>({ at: "asking", problem: undefined })
  const enter = async (event: Event) => {
    event.preventDefault()
    setStep({ at: "entering" })
    const entered = await client.recover({
      handle: handle.trim(),
      server: location.origin,
      words,
      keepDevices,
    })
    if (entered.ok) me.value = entered.value
    else setStep({ at: "asking", problem: phrase(entered.code, locale.value, wordsDetail(entered)) })
  }
  useEffect(() => focusFirst(document), [])
  return (
    <main class="sheet">
      <Mark size={56} />
      <h1>{text("recover.title")}</h1>
      <p class="lead">{text("recover.lead")}</p>
      <form class="stack" onSubmit={enter}>
        <Field
          name="handle"
          label={text("recover.handle")}
          value={handle}
          onValue={setHandle}
          autoFocus
          verbatim
        />
        <Field
          name="words"
          label={text("recover.words")}
          value={words}
          onValue={setWords}
          help={text("recover.words.help")}
          problem={step.at === "asking" ? step.problem : undefined}
          lines={4}
          verbatim
        />
        <label class="choice">
          <input
            type="checkbox"
            name="keep-devices"
            checked={keepDevices}
            onChange={event => setKeepDevices(event.currentTarget.checked)}
          />
          {text("recover.keep")}
        </label>
        <button type="submit" class="primary wide" disabled={step.at === "entering"}>
          {step.at === "entering" ? text("recover.entering") : text("recover.enter")}
        </button>
      </form>
      <button type="button" class="quiet" onClick={onBack}>
        {text("link.back")}
      </button>
    </main>
  )
}
