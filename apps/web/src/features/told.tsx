import type { JSX } from "preact"
import { useEffect } from "preact/hooks"
import { text } from "../i18n/index.ts"
import { sentence } from "../i18n/sentences.ts"
import { told } from "../state/told.ts"
import { Icon } from "../ui/icons.tsx"

/** Milliseconds that what went well is shown. */
const doneMs = 4000

/** One voice for what failed in passing: over everything, read out at once, and there until it is put away. */
export function Told(): JSX.Element | null {
  const now = told.value
  const isDone = now !== undefined && "done" in now
  useEffect(() => {
    if (!isDone) return undefined
    const timer = setTimeout(() => {
      if (told.peek() === now) told.value = undefined
    }, doneMs)
    return () => clearTimeout(timer)
  }, [now])
  if (now === undefined) return null
  return (
    <div class={isDone ? "told done" : "told"} role={isDone ? "status" : "alert"}>
      <Icon name={isDone ? "check" : "warning"} size={20} />
      <p>{"done" in now ? text(now.done) : sentence(now.code)}</p>
      <button
        type="button"
        class="quiet square"
        aria-label={text("info.close")}
        onClick={() => {
          told.value = undefined
        }}
      >
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}
