import type { ConversationDetails, Member } from "@colombe/client"
import type { JSX, RefObject } from "preact"
import { useId, useMemo, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { me } from "../../state/app.ts"
import { folded } from "../../ui/folded.ts"
import { Icon } from "../../ui/icons.tsx"
import { useRowFocus } from "../../ui/lists/row-focus.ts"
import { drawnRows, useRowWindow } from "../../ui/lists/row-window.ts"
import { type MenuPlace, placeBelow } from "../../ui/menu.tsx"
import { PersonAvatar } from "../people/person-avatar.tsx"
import type { Act } from "./act.ts"
import type { Confirmed } from "./confirm.tsx"
import { mayStepDown, roles } from "./group-rights.ts"
import { MemberMenu } from "./member-menu.tsx"

/** Below this many, one sees them all without searching. */
const searchedFrom = 8

interface MemberListProps {
  readonly details: ConversationDetails
  /** What scrolls, with the list within. */
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly onCompare: (account: string) => void
  readonly onConfirm: (asked: Confirmed) => void
  readonly act: Act
}

/** Everybody who is in, those with a role first. Only the rows in view are in the page. */
export function MemberList(props: MemberListProps): JSX.Element {
  const { details, scroller } = props
  const { members } = details
  const [typed, setTyped] = useState("")
  const [menu, setMenu] = useState<{ readonly account: string; readonly at: MenuPlace } | undefined>(
    undefined,
  )
  const rows = useRef<HTMLUListElement>(null)
  const found = useMemo(() => membersFor(typed, members), [typed, members])
  const drawn = useRowWindow(scroller, rows, found.length)
  const ids = found.map(({ account }) => account)
  const focus = useRowFocus({ ids, name: "member" }, scroller, drawn)
  const asked = menu && members.find(({ account }) => account === menu.account)
  return (
    <section class="group-members" aria-labelledby="group-members">
      <h3 id="group-members">{text("group.members", { count: members.length })}</h3>
      {members.length < searchedFrom ? null : (
        <FindMember typed={typed} count={found.length} onTyped={setTyped} />
      )}
      <ul
        class="rows member-rows"
        ref={rows}
        aria-label={text("group.members.list")}
        style={{ "--count": String(found.length) }}
        onKeyDown={focus.onKeyDown}
      >
        {drawnRows(drawn, found.length, focus.index).map(index => {
          const member = found[index]
          return member === undefined ? null : (
            <li
              key={member.account}
              style={{ "--index": String(index) }}
              aria-setsize={found.length}
              aria-posinset={index + 1}
            >
              <MemberRow
                details={details}
                member={member}
                isTabStop={index === focus.index}
                onMenu={at => setMenu({ account: member.account, at })}
              />
            </li>
          )
        })}
      </ul>
      {menu === undefined || asked === undefined ? null : (
        <MemberMenu {...props} member={asked} at={menu.at} onClose={() => setMenu(undefined)} />
      )}
    </section>
  )
}

/** By role, then by name; with words, those in whose name or address each of them begins something. */
function membersFor(typed: string, members: readonly Member[]): readonly Member[] {
  const words = folded(typed)
    .split(/\s+/)
    .map(word => word.replace(/^@/, ""))
    .filter(word => word !== "")
  const { compare } = new Intl.Collator()
  return members
    .filter(({ displayName, address }) => {
      const said = ` ${folded(displayName)} ${folded(address)}`
      return words.every(word => said.includes(` ${word}`))
    })
    .toSorted(
      (left, right) =>
        roles.indexOf(left.role) - roles.indexOf(right.role) || compare(left.displayName, right.displayName),
    )
}

function FindMember(props: {
  readonly typed: string
  readonly count: number
  readonly onTyped: (typed: string) => void
}): JSX.Element {
  const id = useId()
  const { typed, count, onTyped } = props
  return (
    <div class="find-member">
      <label class="visually-hidden" for={id}>
        {text("group.find")}
      </label>
      <Icon name="search" size={18} />
      <input
        id={id}
        type="search"
        name="find-member"
        dir="auto"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder={text("group.find")}
        value={typed}
        onInput={({ currentTarget }) => onTyped(currentTarget.value)}
      />
      <p class={count === 0 ? "help" : "visually-hidden"} role="status">
        {typed === "" ? "" : text("group.found", { count })}
      </p>
    </div>
  )
}

function MemberRow(props: {
  readonly details: ConversationDetails
  readonly member: Member
  readonly isTabStop: boolean
  readonly onMenu: (at: MenuPlace) => void
}): JSX.Element {
  const { details, member, isTabStop, onMenu } = props
  const { account, displayName } = member
  const self = me.value
  const isOwn = typeof self === "object" && self.account === account
  const shared = { class: "member-row", "data-member": account, tabIndex: isTabStop ? 0 : -1 }
  const shown = <MemberLine member={member} isOwn={isOwn} />
  if (isOwn && !mayStepDown(details)) return <div {...shared}>{shown}</div>
  return (
    <button
      {...shared}
      type="button"
      aria-haspopup="menu"
      onClick={({ currentTarget }) => onMenu(placeBelow(currentTarget))}
    >
      {shown}
      <Icon name="more" />
      <span class="visually-hidden">{text("group.actions", { name: displayName })}</span>
    </button>
  )
}

function MemberLine({ member, isOwn }: { member: Member; isOwn: boolean }): JSX.Element {
  const { displayName, address, role, dormant, trust } = member
  return (
    <>
      <PersonAvatar of={member} small />
      <span class="self">
        <bdi>{displayName}</bdi>
        <small>
          {isOwn ? `${text("message.you")} · ` : ""}
          {address}
          {dormant ? ` · ${text("info.waiting")}` : ""}
          {trust === "verified" && !isOwn ? ` · ${text("info.compared")}` : ""}
        </small>
      </span>
      {role === "member" ? null : <span class="chip">{text(`info.role.${role}`)}</span>}
    </>
  )
}
