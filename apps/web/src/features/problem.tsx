import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { locale, text } from "../i18n/index.ts"
import { Mark } from "../ui/mark.tsx"

/** When nothing can work: what happened, what was kept, what to do. */
export function Problem({ code }: { code: string }): JSX.Element {
  const sentence = code === "insecure-origin" ? text("problem.insecure") : phrase(code, locale.value)
  return (
    <main class="sheet">
      <Mark size={56} />
      <h1>{text("problem.title")}</h1>
      <p class="lead" role="alert">
        {sentence}
      </p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        {text("problem.reload")}
      </button>
    </main>
  )
}
