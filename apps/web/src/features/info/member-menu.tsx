import type { ConversationDetails, Member } from "@colombe/client"
import type { ComponentChildren, JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import { go } from "../../state/route.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { Menu, type MenuPlace } from "../../ui/menu.tsx"
import { isBlocked, setBlocked } from "../people/block.tsx"
import type { Act } from "./act.ts"
import type { Confirmed } from "./confirm.tsx"
import { mayRemove, rolesToGive } from "./group-rights.ts"

/** What one can do with a member, as far as one's role goes. */
export function MemberMenu(props: {
  readonly details: ConversationDetails
  readonly member: Member
  readonly at: MenuPlace
  readonly onClose: () => void
  readonly onCompare: (account: string) => void
  readonly onConfirm: (asked: Confirmed) => void
  readonly act: Act
}): JSX.Element {
  const { member, details, at, onClose } = props
  const self = me.value
  const isOwn = typeof self === "object" && self.account === member.account
  return (
    <Menu label={text("group.actions", { name: member.displayName })} at={at} onClose={onClose}>
      {isOwn ? (
        <Choice icon="down" run={() => props.onConfirm({ at: "down" })}>
          {text("group.down")}
        </Choice>
      ) : (
        <>
          <Choice icon="envelope" run={() => void writeTo(member.account, props.act)}>
            {text("group.write")}
          </Choice>
          <Choice icon="lock" run={() => props.onCompare(member.account)}>
            {text("group.compare")}
          </Choice>
          <Choice icon="veil" run={() => void setBlocked(member, !isBlocked(member.account))}>
            {text(isBlocked(member.account) ? "block.lift.short" : "request.block")}
          </Choice>
          <RoleChoices {...props} />
          {details.ownRole === "owner" && details.membership === "member" ? (
            <Choice icon="key" run={() => props.onConfirm({ at: "hand", member })}>
              {text("group.hand")}
            </Choice>
          ) : null}
          {mayRemove(details, member) ? (
            <Choice icon="bin" dangerous run={() => props.onConfirm({ at: "remove", member })}>
              {text("group.remove")}
            </Choice>
          ) : null}
        </>
      )}
    </Menu>
  )
}

function RoleChoices(props: {
  readonly details: ConversationDetails
  readonly member: Member
  readonly onConfirm: (asked: Confirmed) => void
  readonly act: Act
}): JSX.Element {
  const { details, member, onConfirm, act } = props
  return (
    <>
      {rolesToGive(details, member).map(role => (
        <Choice
          key={role}
          icon={role === "member" ? "down" : "person"}
          run={() => {
            if (role === "owner") onConfirm({ at: "owner", member })
            else void act(() => client.setRole(details.conversation, member.account, role))
          }}
        >
          {text(`group.give.${role}`)}
        </Choice>
      ))}
    </>
  )
}

async function writeTo(account: string, act: Act): Promise<void> {
  await act(async () => {
    const opened = await client.openDirect(account)
    if (opened.ok) go({ at: "conversation", conversation: opened.value.conversation })
    return opened
  })
}

function Choice(props: {
  readonly icon: IconName
  readonly run: () => void
  readonly dangerous?: boolean
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <button
      type="button"
      role="menuitem"
      class={props.dangerous ? "dangerous" : undefined}
      onClick={props.run}
    >
      <Icon name={props.icon} />
      <span>{props.children}</span>
    </button>
  )
}
