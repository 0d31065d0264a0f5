import type { MessageItem } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { isSent } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { Menu } from "../../ui/menu.tsx"

/** One press away; any other emoji is a message of its own. */
const quickReactions = ["👍", "❤️", "😂", "😮", "😢", "🙏", "🕊️"]

/** What one can do with the message that `open.menu` names. */
export function MessageMenu({ open }: { open: OpenConversation }): JSX.Element | null {
  const [deleting, setDeleting] = useState<MessageItem | undefined>(undefined)
  const asked = open.menu.value
  const item = open.items.value?.find(one => one.kind === "message" && one.id === asked?.id)
  if (deleting !== undefined)
    return <ConfirmDeletion item={deleting} open={open} onClose={() => setDeleting(undefined)} />
  if (asked === undefined || item?.kind !== "message" || !isSent(item)) return null
  const close = () => {
    open.menu.value = undefined
  }
  // Closed first: the dialog takes the place of the menu before the press has come up to it.
  const askDeletion = () => {
    close()
    setDeleting(item)
  }
  return (
    <Menu key={item.id} label={text("message.actions")} at={asked} onClose={close}>
      <fieldset class="quick-reactions" aria-label={text("message.react")}>
        {quickReactions.map(reaction => {
          const mine = item.reactions.some(one => one.mine && one.reaction === reaction)
          const react = () => void client.react(open.conversation, item.id, mine ? "" : reaction)
          return (
            <button key={reaction} type="button" role="menuitemcheckbox" aria-checked={mine} onClick={react}>
              {reaction}
            </button>
          )
        })}
      </fieldset>
      {actionsFor(item, open, askDeletion).map(({ name, icon, run }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          class={name === "delete" ? "dangerous" : undefined}
          onClick={run}
        >
          <Icon name={icon} />
          {text(`message.${name}`)}
        </button>
      ))}
    </Menu>
  )
}

interface Action {
  readonly name: "reply" | "edit" | "copy" | "delete"
  readonly icon: IconName
  readonly run: () => void
}

function actionsFor(item: MessageItem, open: OpenConversation, askDeletion: () => void): readonly Action[] {
  const details = open.details.value
  const keepsOrder = details?.kind === "group" && details.ownRole !== "member"
  const membership = details?.membership
  const canWrite = membership === "member" || membership === "request" || membership === "planned"
  const compose = (composing: OpenConversation["composing"]["value"]) => () => {
    open.composing.value = composing
  }
  const copy = () =>
    void navigator.clipboard.writeText(item.format === "markdown" ? plainText(item.text) : item.text)
  const all: readonly (Action | false)[] = [
    canWrite && { name: "reply", icon: "reply", run: compose({ at: "replying", to: item }) },
    canWrite && item.mine && { name: "edit", icon: "pen", run: compose({ at: "editing", message: item }) },
    { name: "copy", icon: "copy", run: copy },
    canWrite && (item.mine || keepsOrder) && { name: "delete", icon: "bin", run: askDeletion },
  ]
  return all.filter(action => action !== false)
}

function ConfirmDeletion(props: {
  readonly item: MessageItem
  readonly open: OpenConversation
  readonly onClose: () => void
}): JSX.Element {
  const { item, open, onClose } = props
  const remove = () => {
    onClose()
    void client.deleteForEveryone(open.conversation, [item.id])
  }
  return (
    <Dialog title={text("delete.title")} onClose={onClose}>
      <p>{text("delete.body")}</p>
      <div class="row">
        <button type="button" onClick={onClose} data-autofocus>
          {text("new.cancel")}
        </button>
        <button type="button" class="primary" onClick={remove}>
          {text("message.delete")}
        </button>
      </div>
    </Dialog>
  )
}
