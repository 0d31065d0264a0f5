import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { accounts, freeSlot, openAccount, slot } from "../../state/accounts.ts"
import { AccountLine } from "../accounts/account-line.tsx"

/** The accounts of this browser: each with a database and keys of its own. */
export function AccountsPage(): JSX.Element {
  return (
    <>
      <p class="lead">{text("accounts.lead")}</p>
      <ul class="members">
        {accounts.value.map(one => (
          <li key={one.slot} class="member account">
            <AccountLine of={one} />
            {one.slot === slot ? (
              <small>{text("accounts.shown")}</small>
            ) : (
              <button type="button" name="open-account" onClick={() => openAccount(one.slot)}>
                {text("accounts.open")}
              </button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" name="add-account" onClick={() => openAccount(freeSlot())}>
        {text("accounts.add")}
      </button>
      <p class="help">{text("accounts.leave")}</p>
    </>
  )
}
