import type { AboutPerson, Person } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { dateAndTime, isolated, listOf, text } from "../../i18n/index.ts"
import { blocked, client } from "../../state/app.ts"
import { orTell } from "../../state/told.ts"

export const isBlocked = (account: string): boolean =>
  blocked.value.some(person => person.account === account)

/** Nobody else learns of it. */
export function setBlocked({ account }: Pick<Person, "account">, blocks: boolean): Promise<boolean> {
  return orTell(blocks ? client.block(account) : client.unblock(account))
}

export function BlockButton({ person }: { readonly person: Person }): JSX.Element {
  const is = isBlocked(person.account)
  return (
    <button
      type="button"
      class={is ? "wide" : "quiet dangerous wide"}
      name={is ? "unblock" : "block"}
      onClick={() => void setBlocked(person, !is)}
    >
      {text(is ? "block.lift" : "block.block", { name: person.displayName })}
    </button>
  )
}

/** What this device knows of somebody by itself. */
export function About({ account }: { readonly account: string }): JSX.Element | null {
  const [about, setAbout] = useState<AboutPerson | undefined>(undefined)
  useEffect(() => void client.aboutPerson(account).then(setAbout), [account])
  if (about === undefined) return null
  const { groups, devices, firstSeen } = about
  const titles = listOf(groups.map(({ title }) => isolated(title)))
  return (
    <ul class="about-person">
      <li>
        {groups.length === 0
          ? text("about.noGroups")
          : text("about.groups", { titles, count: groups.length })}
      </li>
      <li>{text("about.devices", { count: devices })}</li>
      {firstSeen === undefined ? null : <li>{text("about.since", { date: dateAndTime(firstSeen) })}</li>}
    </ul>
  )
}
