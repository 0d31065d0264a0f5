import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { wordsKept } from "../../state/app.ts"
import { Mark } from "../../ui/mark.tsx"
import { AddPasskey } from "../passkey/passkey-buttons.tsx"

export function Words({ words }: { words: string }): JSX.Element {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(words)
    setCopied(true)
  }
  return (
    <main class="sheet">
      <Mark size={56} />
      <h1>{text("words.title")}</h1>
      <p class="lead">{text("words.lead")}</p>
      <ol class="words" translate={false}>
        {words.split(" ").map((word, index) => (
          <li key={index}>{word}</li>
        ))}
      </ol>
      <p>{text("words.write")}</p>
      <AddPasskey />
      <div class="row">
        <button type="button" onClick={() => void copy()}>
          {copied ? text("words.copied") : text("words.copy")}
        </button>
        <button type="button" class="primary" onClick={() => void wordsKept()}>
          {text("words.kept")}
        </button>
      </div>
    </main>
  )
}
