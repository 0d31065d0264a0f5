import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import type { KnownAccount } from "../../state/accounts.ts"
import { elsewhere } from "../../state/elsewhere.ts"
import { Avatar } from "../../ui/avatar.tsx"

/** Whose account it is, and what waits there. */
export function AccountLine({ of }: { of: KnownAccount }): JSX.Element {
  const unread = elsewhere.value.get(of.slot) ?? 0
  return (
    <>
      <Avatar id={of.account} name={of.displayName} small />
      <span class="self">
        <bdi>{of.locked === true ? text("lock.account") : of.displayName}</bdi>
        <small>{of.address}</small>
      </span>
      {unread === 0 ? null : (
        <span class="badge">
          <span aria-hidden="true">{unread}</span>
          <span class="visually-hidden">{text("list.unread", { count: unread })}</span>
        </span>
      )}
    </>
  )
}
