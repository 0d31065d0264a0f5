import type { ConversationDetails, Member } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { Icon } from "../../ui/icons.tsx"
import { readers } from "../conversation/readers.ts"
import { accountsIn, ChosenPeople, usePeopleChoice } from "../people/chosen-people.tsx"
import { Safety } from "./safety.tsx"

export function Info({
  details,
  onClose,
}: {
  details: ConversationDetails
  onClose: () => void
}): JSX.Element {
  const [code, setCode] = useState<string | undefined>(undefined)
  /** The account of the member of a group whose number is shown. */
  const [comparing, setComparing] = useState<string | undefined>(undefined)
  const compared = details.peer ?? details.members.find(({ account }) => account === comparing)
  const administers = details.kind === "group" && details.ownRole !== "member"
  return (
    <Dialog title={text("info.title")} onClose={onClose}>
      <p class="lead">
        {readers(details)}. {text("info.devices", { count: details.devices })}
      </p>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <ul class="members">
        {details.members.map(member => (
          <MemberRow
            key={member.account}
            details={details}
            member={member}
            removable={administers}
            onCompare={setComparing}
            onFailed={setCode}
          />
        ))}
      </ul>
      {administers ? <AddMembers details={details} /> : null}
      {compared === undefined ? null : <Safety key={compared.account} person={compared} />}
    </Dialog>
  )
}

function MemberRow(props: {
  readonly details: ConversationDetails
  readonly member: Member
  readonly removable: boolean
  readonly onCompare: (account: string) => void
  readonly onFailed: (code: string) => void
}): JSX.Element {
  const { member, details } = props
  const self = me.value
  const own = typeof self === "object" && self.account === member.account
  const remove = async () => {
    const removed = await client.removeMember(details.conversation, member.account)
    if (!removed.ok) props.onFailed(removed.code)
  }
  return (
    <li class="member">
      <Avatar id={member.account} name={member.displayName} small />
      <span class="self">
        <bdi>{member.displayName}</bdi>
        <small>
          {member.address} · {member.dormant ? text("info.waiting") : text(`info.role.${member.role}`)}
          {member.trust === "verified" ? ` · ${text("info.compared")}` : ""}
        </small>
      </span>
      {own || details.kind !== "group" ? null : (
        <button
          type="button"
          class="quiet square"
          name="compare"
          aria-label={text("info.safety", { name: member.displayName })}
          title={text("info.safety", { name: member.displayName })}
          onClick={() => props.onCompare(member.account)}
        >
          <Icon name="lock" />
        </button>
      )}
      {props.removable && !own ? (
        <button
          type="button"
          aria-label={text("info.remove", { name: member.displayName })}
          onClick={() => void remove()}
        >
          {text("info.remove.confirm")}
        </button>
      ) : null}
    </li>
  )
}

function AddMembers({ details: { conversation, members } }: { details: ConversationDetails }): JSX.Element {
  const choice = usePeopleChoice()
  const [code, setCode] = useState<string | undefined>(undefined)
  const add = async (event: Event) => {
    event.preventDefault()
    const accounts = await accountsIn(choice)
    if ("code" in accounts) return setCode(accounts.code)
    if (accounts.length === 0) return
    const added = await client.addMembers(conversation, accounts)
    setCode(added.ok ? undefined : added.code)
    if (!added.ok) return
    choice.people.value = []
    choice.from.find("")
  }
  return (
    <form class="stack" onSubmit={add}>
      <ChosenPeople
        name="add"
        label={text("info.add")}
        choice={choice}
        except={new Set(members.map(({ account }) => account))}
      />
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <button type="submit">{text("info.add")}</button>
    </form>
  )
}
