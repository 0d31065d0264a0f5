import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { Icon } from "../../ui/icons.tsx"

/** A message that one person alone answers for, until somebody else's words confirm the key that opened it. */
export function Vouched({ name }: { name: string }): JSX.Element {
  return (
    <details class="vouched">
      <summary>
        <Icon name="about" size={14} />
        {text("message.vouched")}
      </summary>
      <p>{text("message.vouched.body", { name })}</p>
    </details>
  )
}
