import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { accounts, openAccount, slot } from "../../state/accounts.ts"
import { AccountLine } from "./account-line.tsx"

/** Back to the accounts that this browser has, from a place that has none. */
export function OtherAccounts(): JSX.Element | null {
  const others = accounts.value.filter(one => one.slot !== slot)
  if (others.length === 0) return null
  return (
    <nav class="doors" aria-label={text("accounts.others")}>
      <h2>{text("accounts.others")}</h2>
      {others.map(one => (
        <button key={one.slot} type="button" class="wide account" onClick={() => openAccount(one.slot)}>
          <AccountLine of={one} />
        </button>
      ))}
    </nav>
  )
}
