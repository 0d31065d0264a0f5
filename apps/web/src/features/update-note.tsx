import type { JSX } from "preact"
import { text } from "../i18n/index.ts"
import { applyUpdate, update } from "../state/update.ts"
import { Icon } from "../ui/icons.tsx"

/** A slip of paper in the list: nothing happens before its person says so, or opens Colombe anew. */
export function UpdateNote(): JSX.Element | null {
  const now = update.value
  if (now === "none" || now === "later") return null
  return (
    <div class="update-note" role="status">
      <p>
        {text("update.ready")}
        <small>{text("update.ready.help")}</small>
      </p>
      <button type="button" name="update" disabled={now === "applying"} onClick={() => void applyUpdate()}>
        {text("update.apply")}
      </button>
      <button
        type="button"
        class="quiet square"
        aria-label={text("update.later")}
        title={text("update.later")}
        onClick={() => {
          update.value = "later"
        }}
      >
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}
