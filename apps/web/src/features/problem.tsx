import type { JSX } from "preact"
import { type MessageId, text } from "../i18n/index.ts"
import { sentence } from "../i18n/sentences.ts"
import { Mark } from "../ui/mark.tsx"

/** Ends that a person has brought about: nothing failed. */
const titles: Readonly<Record<string, MessageId>> = {
  "signed-out": "problem.signedOut",
  "device-inactive": "problem.removed",
}

/** When nothing can go on: what happened, what was kept, what to do. */
export function Problem({ code }: { code: string }): JSX.Element {
  const said = code === "insecure-origin" ? text("problem.insecure") : sentence(code)
  return (
    <main class="sheet">
      <Mark size={56} />
      <h1>{text(titles[code] ?? "problem.title")}</h1>
      <p class="lead" role="alert">
        {said}
      </p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        {text(code === "signed-out" ? "problem.begin" : "problem.reload")}
      </button>
    </main>
  )
}
