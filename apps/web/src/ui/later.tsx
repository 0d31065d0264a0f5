import { signal } from "@preact/signals"
import type { ComponentType, JSX } from "preact"
import { text } from "../i18n/index.ts"

/** Fetches that wait for an idle page, in the order in which they were declared. */
const waiting: (() => Promise<unknown>)[] = []

/** For what the page will need, and does not yet. */
export function whenIdle(fetch: () => Promise<unknown>): void {
  waiting.push(fetch)
}

/**
 * A part of the app that travels apart from the first load: it is fetched when it is shown first, or once the page is
 * idle, whichever comes first. `Meanwhile` stands in its place until it has come.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Meanwhile: ComponentType = () => null,
): ComponentType<Props> {
  const part = signal<ComponentType<Props> | "coming" | "failed">("coming")
  let coming: Promise<void> | undefined
  const fetchPart = () => {
    coming ??= load().then(
      loaded => {
        part.value = loaded
      },
      () => {
        part.value = "failed"
      },
    )
    return coming
  }
  whenIdle(fetchPart)
  return props => {
    const Part = part.value
    if (Part === "failed") return <Missing />
    if (Part !== "coming") return <Part {...props} />
    void fetchPart()
    return <Meanwhile />
  }
}

/** Milliseconds after which it happens even on a page that is never idle. */
const idleMs = 2000

/** Fetches everything that waits, one after the other, so that what is opened next is there, offline too. */
export function fetchParts(): void {
  const next = waiting.shift()
  if (next === undefined) return
  const run = () => void next().then(fetchParts)
  if ("requestIdleCallback" in globalThis) requestIdleCallback(run, { timeout: idleMs })
  else setTimeout(run)
}

/** Browsers keep a fetch of a module that failed: only a fresh page asks again. */
function Missing(): JSX.Element {
  return (
    <main class="sheet">
      <p class="lead" role="alert">
        {text("part.missing")}
      </p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        {text("problem.reload")}
      </button>
    </main>
  )
}
