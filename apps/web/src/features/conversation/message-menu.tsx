import type { MessageItem, Reaction } from "@colombe/client"
import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { isSent } from "../../state/composing.ts"
import { isSaved, keepForMyself } from "../../state/saved.ts"
import type { AskedMessageMenu, OpenConversation } from "../../state/timeline.ts"
import { copyText, orTell } from "../../state/told.ts"
import { EmojiPicker } from "../../ui/emoji/index.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { Menu, type MenuPlace } from "../../ui/menu.tsx"
import { saidIn } from "../files/said.ts"
import { PersonAvatar } from "../people/person-avatar.tsx"
import { selectedIn } from "../writing/selected.ts"
import { keepsOrder, mayWrite } from "./rights.ts"
import { toggle } from "./selecting.ts"

/** One press away. */
const quickReactions = ["👍", "❤️", "😂", "😮", "😢", "🙏", "🕊️"]

/** What one can do with the message that `open.menu` names. */
export function MessageMenu({ open }: { open: OpenConversation }): JSX.Element | null {
  const asked = open.menu.value
  const item = open.items.value?.find(one => one.kind === "message" && one.id === asked?.id)
  if (asked === undefined || item?.kind !== "message" || !isSent(item)) return null
  const close = () => {
    open.menu.value = undefined
  }
  const { of } = asked
  if (typeof of === "object") {
    const given = item.reactions.find(one => one.reaction === of.reaction)
    return given === undefined ? null : <Reactors given={given} at={asked} onClose={close} />
  }
  if (of === "any")
    return (
      <EmojiPicker
        label={text("message.react")}
        at={asked}
        onPick={emoji => void orTell(client.react(open.conversation, item.id, emoji))}
        onClose={close}
      />
    )
  return (
    <Menu key={item.id} label={text("message.actions")} at={asked} onClose={close}>
      <QuickReactions item={item} open={open} asked={asked} />
      {(of === "reactions" ? [] : actionsFor(item, open)).map(({ name, icon, run }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          class={name === "delete" ? "dangerous" : undefined}
          onClick={run}
        >
          <Icon name={icon} />
          {text(name === "delete" && isSaved(open.conversation) ? "message.deleteOwn" : `message.${name}`)}
        </button>
      ))}
    </Menu>
  )
}

function QuickReactions(props: {
  readonly item: MessageItem
  readonly open: OpenConversation
  readonly asked: AskedMessageMenu
}): JSX.Element {
  const { item, open, asked } = props
  return (
    <fieldset class="quick-reactions" aria-label={text("message.react")}>
      {quickReactions.map(reaction => {
        const mine = item.reactions.some(one => one.mine && one.reaction === reaction)
        const react = () => void orTell(client.react(open.conversation, item.id, mine ? "" : reaction))
        return (
          <button key={reaction} type="button" role="menuitemcheckbox" aria-checked={mine} onClick={react}>
            {reaction}
          </button>
        )
      })}
      <button
        type="button"
        role="menuitem"
        aria-haspopup="dialog"
        aria-label={text("message.reactAny")}
        title={text("message.reactAny")}
        onClick={() => {
          open.menu.value = { ...asked, of: "any" }
        }}
      >
        <Icon name="plus" />
      </button>
    </fieldset>
  )
}

/** Who answered with one sign. */
function Reactors(props: {
  readonly given: Reaction
  readonly at: MenuPlace
  readonly onClose: () => void
}): JSX.Element {
  const { reaction, people } = props.given
  return (
    <Menu label={text("about.reacted", { reaction })} at={props.at} onClose={props.onClose}>
      {people.map(person => (
        <button key={person.account} type="button" role="menuitem">
          <PersonAvatar of={person} small />
          <bdi>{person.displayName}</bdi>
        </button>
      ))}
    </Menu>
  )
}

interface Action {
  readonly name:
    | "reply"
    | "edit"
    | "copy"
    | "forward"
    | "save"
    | "pin"
    | "unpin"
    | "select"
    | "info"
    | "delete"
  readonly icon: IconName
  readonly run: () => void
}

function actionsFor(item: MessageItem, open: OpenConversation): readonly Action[] {
  const { conversation, details, sheet } = open
  const { id } = item
  const { mayPin, pins } = details.value ?? {}
  const canWrite = mayWrite(details.value)
  const isPinned = pins?.some(one => one.id === id) === true
  const compose = (composing: OpenConversation["composing"]["value"]) => () => {
    open.composing.value = composing
  }
  const show = (next: NonNullable<typeof sheet.value>) => () => {
    sheet.value = next
  }
  const copy = () => void copyText(saidIn(item))
  // What people have voted on, or somebody else has said, is not reworded.
  const mayEdit = item.mine && item.poll === undefined && item.forwarded === undefined
  const all: readonly (Action | false)[] = [
    canWrite && {
      name: "reply",
      icon: "reply",
      run: compose({ at: "replying", to: item, part: selectedIn(id) }),
    },
    canWrite && mayEdit && { name: "edit", icon: "pen", run: compose({ at: "editing", message: item }) },
    { name: "copy", icon: "copy", run: copy },
    { name: "forward", icon: "forward", run: show({ at: "forward", ids: [id] }) },
    !isSaved(conversation) && {
      name: "save",
      icon: "bookmark",
      run: () => void keepForMyself(conversation, [id]),
    },
    canWrite &&
      mayPin === true && {
        name: isPinned ? "unpin" : "pin",
        icon: "pin",
        run: () => void orTell(client.pin(conversation, id, !isPinned)),
      },
    { name: "select", icon: "check", run: () => toggle(open, id) },
    { name: "info", icon: "about", run: show({ at: "message", id }) },
    canWrite &&
      (item.mine || keepsOrder(details.value)) && {
        name: "delete",
        icon: "bin",
        run: show({ at: "delete", ids: [id] }),
      },
  ]
  return all.filter(action => action !== false)
}
