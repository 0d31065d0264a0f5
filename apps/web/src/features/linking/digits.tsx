import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"

/** Groups of five digits, which another device of the same account shows too. */
export function AccountDigits({ groups }: { groups: readonly string[] }): JSX.Element {
  return (
    <ol class="safety account-digits" translate={false} aria-label={text("link.safety")}>
      {groups.map((group, index) => (
        <li key={index}>{group}</li>
      ))}
    </ol>
  )
}

/** What is read aloud from one screen to the other: a code or its six digits. */
export function ReadAloud({ name, children }: { name: string; children: string }): JSX.Element {
  return (
    <output class="read-aloud" name={name} translate={false}>
      {children}
    </output>
  )
}
