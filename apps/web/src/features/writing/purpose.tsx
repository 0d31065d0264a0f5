import type { MessageItem } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import type { Composing } from "../../state/composing.ts"
import { Icon } from "../../ui/icons.tsx"

/** What is answered or edited, above the field. */
export function Purpose({
  composing,
  onStop,
}: {
  composing: Composing
  onStop: () => void
}): JSX.Element | null {
  if (composing.at === "writing") return null
  const editing = composing.at === "editing"
  const about: MessageItem = editing ? composing.message : composing.to
  const whole = about.format === "markdown" ? plainText(about.text) : about.text
  const said = composing.at === "replying" && composing.part !== undefined ? composing.part : whole
  const title = editing
    ? text("composer.editing")
    : text("composer.replying", { name: about.from.displayName })
  return (
    <div class="purpose">
      <Icon name={editing ? "pen" : "reply"} />
      <p>
        <strong>
          <bdi>{title}</bdi>
        </strong>
        <bdi class="purpose-text">{said}</bdi>
      </p>
      <button type="button" class="quiet square" aria-label={text("composer.stop")} onClick={onStop}>
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}
