import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { copyText } from "../../state/told.ts"
import { putOffWords } from "../../state/words.ts"
import { Mark } from "../../ui/mark.tsx"
import { AddPasskey } from "../passkey/passkey-buttons.tsx"
import { WordsCheck } from "./words-check.tsx"

/** The words, and then whether they are on paper. */
export function Words({ words }: { words: string }): JSX.Element {
  const [step, setStep] = useState<"reading" | "checking">("reading")
  const list = words.split(" ")
  return (
    <main class="sheet">
      <Mark size={56} />
      {step === "reading" ? (
        <Reading words={list} onWritten={() => setStep("checking")} />
      ) : (
        <WordsCheck words={list} onBack={() => setStep("reading")} />
      )}
      <button type="button" class="quiet" name="later" onClick={putOffWords}>
        {text("words.later")}
      </button>
    </main>
  )
}

function Reading({ words, onWritten }: { words: readonly string[]; onWritten: () => void }): JSX.Element {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    setCopied(await copyText(words.join(" ")))
  }
  return (
    <>
      <h1>{text("words.title")}</h1>
      <p class="lead">{text("words.lead")}</p>
      <ol class="words" translate={false} lang="en" dir="ltr">
        {words.map((word, index) => (
          <li key={index}>{word}</li>
        ))}
      </ol>
      <p>{text("words.write")}</p>
      <AddPasskey />
      <div class="row">
        <button type="button" name="copy" onClick={() => void copy()}>
          {text(copied ? "words.copied" : "words.copy")}
        </button>
        <button type="button" class="primary" onClick={onWritten}>
          {text("words.kept")}
        </button>
      </div>
    </>
  )
}
