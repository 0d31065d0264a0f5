import type { ChatMarks, ConversationSummary } from "@colombe/client"
import type { ComponentChildren, JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { client, conversations, folders } from "../../state/app.ts"
import { isMuted, isUnread } from "../../state/shelf.ts"
import { orTell } from "../../state/told.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { Menu, type MenuPlace } from "../../ui/menu.tsx"
import { titleOf } from "./chat-face.tsx"
import { editFolder } from "./folder-dialog.tsx"
import { askToLeave } from "./leave-dialog.tsx"

export interface AskedMenu {
  readonly page: "actions" | "mute" | "folders"
  readonly conversation: string
  readonly at: MenuPlace
}

const hourMs = 3_600_000
/** For how long one may mute, in milliseconds. */
const muteSpans = [
  { name: "mute.hour", ms: hourMs },
  { name: "mute.hours", ms: 8 * hourMs },
  { name: "mute.week", ms: 7 * 24 * hourMs },
] as const
const always = Number.MAX_SAFE_INTEGER

/** What one can do with a conversation in the list. */
export function ChatMenu(props: {
  readonly asked: AskedMenu
  readonly conversation: ConversationSummary
  readonly onAsk: (next: AskedMenu | undefined) => void
}): JSX.Element {
  const { asked, conversation, onAsk } = props
  const pages = { actions: Actions, mute: MuteSpans, folders: FolderChoice }
  const Page = pages[asked.page]
  return (
    <Menu
      key={asked.page}
      label={text("chat.actions", { name: titleOf(conversation) })}
      at={asked.at}
      onClose={() => onAsk(undefined)}
    >
      <Page conversation={conversation} turnTo={page => onAsk({ ...asked, page })} />
    </Menu>
  )
}

interface PageProps {
  readonly conversation: ConversationSummary
  readonly turnTo: (page: AskedMenu["page"]) => void
}

function mark(one: ConversationSummary, change: Partial<ChatMarks>): void {
  const { conversation, mutedUntil, pinned, archived } = one
  void orTell(client.setChatMarks(conversation, { mutedUntil, pinned, archived, ...change }))
}

/** Behind those that are pinned already. */
function nextPlace(): number {
  return 1 + Math.max(0, ...(conversations.value ?? []).map(({ pinned }) => pinned))
}

function Actions({ conversation: one, turnTo }: PageProps): JSX.Element {
  const { pinned, archived } = one
  return (
    <>
      {archived ? null : (
        <Choice icon="pin" run={() => mark(one, { pinned: pinned > 0 ? 0 : nextPlace() })}>
          {text(pinned > 0 ? "chat.unpin" : "chat.pin")}
        </Choice>
      )}
      {one.kind === "self" ? null : <Calling conversation={one} turnTo={turnTo} />}
      <Choice icon="folder" opens run={() => turnTo("folders")}>
        {text("chat.folders")}
      </Choice>
      <Choice icon="archive" run={() => mark(one, { archived: !archived, pinned: 0 })}>
        {text(archived ? "chat.unarchive" : "chat.archive")}
      </Choice>
      {one.kind === "group" && (one.membership === "member" || one.membership === "planned") ? (
        <Choice icon="leave" dangerous run={() => askToLeave(one)}>
          {text("chat.leave")}
        </Choice>
      ) : null}
    </>
  )
}

/** How loudly it calls: of what one keeps for oneself nothing is ever new. */
function Calling({ conversation: one, turnTo }: PageProps): JSX.Element {
  const { conversation, head } = one
  return (
    <>
      {isUnread(one) ? (
        <Choice icon="read" run={() => void client.markRead(conversation, head)}>
          {text("chat.read")}
        </Choice>
      ) : (
        <Choice icon="envelope" run={() => void orTell(client.markUnread(conversation))}>
          {text("chat.unread")}
        </Choice>
      )}
      {isMuted(one) ? (
        <Choice icon="bell" run={() => mark(one, { mutedUntil: 0 })}>
          {text("chat.unmute")}
        </Choice>
      ) : (
        <Choice icon="muted" opens run={() => turnTo("mute")}>
          {text("chat.mute")}
        </Choice>
      )}
    </>
  )
}

function MuteSpans({ conversation: one }: PageProps): JSX.Element {
  return (
    <>
      {muteSpans.map(({ name, ms }) => (
        <Choice key={name} icon="clock" run={() => mark(one, { mutedUntil: Date.now() + ms })}>
          {text(name)}
        </Choice>
      ))}
      <Choice icon="muted" run={() => mark(one, { mutedUntil: always })}>
        {text("mute.always")}
      </Choice>
    </>
  )
}

function FolderChoice({ conversation: { conversation } }: PageProps): JSX.Element {
  return (
    <>
      {folders.value.map(folder => {
        const within = folder.conversations.includes(conversation)
        const others = folder.conversations.filter(one => one !== conversation)
        const change = { ...folder, conversations: within ? others : [...others, conversation] }
        return (
          <button
            key={folder.folder}
            type="button"
            role="menuitemcheckbox"
            aria-checked={within}
            onClick={() => void orTell(client.setFolder(change))}
          >
            <Icon name={within ? "check" : "folder"} />
            <bdi>{folder.title}</bdi>
          </button>
        )
      })}
      <Choice icon="plus" run={() => editFolder({ chosen: [conversation] })}>
        {text("folder.new")}
      </Choice>
    </>
  )
}

function Choice(props: {
  readonly icon: IconName
  readonly run: () => void
  /** Another page of the menu. */
  readonly opens?: boolean
  readonly dangerous?: boolean
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <button
      type="button"
      role="menuitem"
      class={props.dangerous ? "dangerous" : undefined}
      aria-haspopup={props.opens ? "menu" : undefined}
      onClick={props.run}
    >
      <Icon name={props.icon} />
      <span>{props.children}</span>
      {props.opens ? <Icon name="next" size={16} /> : null}
    </button>
  )
}
