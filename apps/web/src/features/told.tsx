import type { JSX } from "preact"
import { text } from "../i18n/index.ts"
import { sentence } from "../i18n/sentences.ts"
import { told } from "../state/told.ts"
import { Icon } from "../ui/icons.tsx"

/** One voice for what failed in passing: over everything, read out at once, and there until it is put away. */
export function Told(): JSX.Element | null {
  const now = told.value
  if (now === undefined) return null
  return (
    <div class="told" role="alert">
      <Icon name="warning" size={20} />
      <p>{sentence(now.code)}</p>
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
