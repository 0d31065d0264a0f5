import type { JSX } from "preact"
import { text } from "../i18n/index.ts"
import { sentence } from "../i18n/sentences.ts"
import { Mark } from "../ui/mark.tsx"

/** When nothing can work: what happened, what was kept, what to do. */
export function Problem({ code }: { code: string }): JSX.Element {
  const said = code === "insecure-origin" ? text("problem.insecure") : sentence(code)
  return (
    <main class="sheet">
      <Mark size={56} />
      <h1>{text("problem.title")}</h1>
      <p class="lead" role="alert">
        {said}
      </p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        {text("problem.reload")}
      </button>
    </main>
  )
}
