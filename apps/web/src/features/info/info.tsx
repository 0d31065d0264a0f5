import type { ConversationDetails, Member, SafetyNumber } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { readers } from "../conversation/readers.ts"
import { accountsIn, ChosenPeople, usePeopleChoice } from "../people/chosen-people.tsx"

export function Info({
  details,
  onClose,
}: {
  details: ConversationDetails
  onClose: () => void
}): JSX.Element {
  const [code, setCode] = useState<string | undefined>(undefined)
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
            onFailed={setCode}
          />
        ))}
      </ul>
      {administers ? <AddMembers details={details} /> : null}
      {details.peer === undefined ? null : (
        <Safety account={details.peer.account} name={details.peer.displayName} />
      )}
    </Dialog>
  )
}

function MemberRow(props: {
  readonly details: ConversationDetails
  readonly member: Member
  readonly removable: boolean
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
        </small>
      </span>
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

function Safety({ account, name }: { account: string; name: string }): JSX.Element | null {
  const [number, setNumber] = useState<SafetyNumber | undefined>(undefined)
  useEffect(() => {
    void client.safetyNumber(account).then(found => found.ok && setNumber(found.value))
  }, [account])
  if (number === undefined) return null
  return (
    <section>
      <h3>{text("info.safety", { name })}</h3>
      <ol class="safety" translate={false}>
        {number.groups.map((group, index) => (
          <li key={index}>{group}</li>
        ))}
      </ol>
      <p class="help">{text("info.safety.body", { name })}</p>
    </section>
  )
}
