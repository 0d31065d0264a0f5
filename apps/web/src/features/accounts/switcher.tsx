import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { accounts, here, openAccount, slot } from "../../state/accounts.ts"
import { elsewhere } from "../../state/elsewhere.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { Menu, type MenuPlace, placeBelow } from "../../ui/menu.tsx"
import { AccountLine } from "./account-line.tsx"

/** At the head of the list, where there is more than one account to choose from. */
export function AccountSwitcher(): JSX.Element | null {
  const [at, setAt] = useState<MenuPlace | undefined>(undefined)
  const now = here()
  if (now === undefined || accounts.value.length < 2) return null
  const waits = [...elsewhere.value.values()].some(count => count > 0)
  return (
    <>
      <button
        type="button"
        class={`quiet square switcher${waits ? " waits" : ""}`}
        name="accounts"
        aria-haspopup="menu"
        onClick={({ currentTarget }) => setAt(placeBelow(currentTarget))}
      >
        <span class="visually-hidden">
          {text(waits ? "accounts.switchWaits" : "accounts.switch", { name: now.displayName })}
        </span>
        <Avatar id={now.account} name={now.displayName} small />
      </button>
      {at === undefined ? null : (
        <Menu label={text("accounts.menu")} at={at} onClose={() => setAt(undefined)}>
          {accounts.value.map(one => (
            <button
              key={one.slot}
              type="button"
              role="menuitemradio"
              class="account"
              aria-checked={one.slot === slot}
              onClick={() => one.slot === slot || openAccount(one.slot)}
            >
              <AccountLine of={one} />
            </button>
          ))}
        </Menu>
      )}
    </>
  )
}
