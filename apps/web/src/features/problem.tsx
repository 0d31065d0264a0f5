import type { JSX } from "preact"
import { type MessageId, text } from "../i18n/index.ts"
import { sentence } from "../i18n/sentences.ts"
import { later } from "../ui/later.tsx"
import { Mark } from "../ui/mark.tsx"

// Apart, since they touch what an insecure origin or an old browser lacks.
const BeginAgain = later(async () => (await import("./accounts/begin-again.tsx")).BeginAgain)
const OtherAccounts = later(async () => (await import("./accounts/other-accounts.tsx")).OtherAccounts)
const unusable: ReadonlySet<string> = new Set(["insecure-origin", "browser-too-old"])

/** Ends that a person has brought about: nothing failed. */
const titles: Readonly<Record<string, MessageId>> = {
  "signed-out": "problem.signedOut",
  "device-inactive": "problem.removed",
}

/** What is here can be used no more, and nothing that one waits for mends it. */
const endings: ReadonlySet<string> = new Set([
  "device-inactive",
  "storage-damaged",
  "storage-locked",
  "home-older",
])

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
      {endings.has(code) ? <BeginAgain code={code} /> : null}
      {unusable.has(code) ? null : <OtherAccounts />}
    </main>
  )
}
