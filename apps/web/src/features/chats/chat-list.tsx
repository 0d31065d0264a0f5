import { signal } from "@preact/signals"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client, folders, me } from "../../state/app.ts"
import { addressOf, go, route } from "../../state/route.ts"
import { shelf, shelved, shownFolder } from "../../state/shelf.ts"
import { copyText } from "../../state/told.ts"
import { Icon } from "../../ui/icons.tsx"
import { AccountSwitcher } from "../accounts/switcher.tsx"
import { ConnectionChip, OfflineReason } from "../connection-chip.tsx"
import { WordsReminder } from "../onboarding/words-reminder.tsx"
import { PersonAvatar } from "../people/person-avatar.tsx"
import { SearchBox } from "../search/search-box.tsx"
import { DevicesReminder } from "../settings/devices-reminder.tsx"
import { UpdateNote } from "../update-note.tsx"
import { ChatRows } from "./chat-rows.tsx"
import { EmptyArchive, EmptyFolder, EmptyList } from "./empty-list.tsx"
import { FolderTabs, folderPanel } from "./folder-tabs.tsx"

export function ChatList(): JSX.Element {
  const hasTabs = folders.value.length > 0 && shelf.value.at !== "archive"
  const landmark = { role: isWhole() ? "main" : "navigation", "aria-label": text("list.title") } as const
  return (
    <div class="list" {...landmark}>
      {shelf.value.at === "archive" ? <ArchiveHead /> : <ListHead />}
      <OfflineReason />
      {shelf.value.at === "archive" ? null : <SearchBox />}
      {shelf.value.at === "archive" ? null : <WordsReminder />}
      {shelf.value.at === "archive" ? null : <DevicesReminder />}
      <UpdateNote />
      {hasTabs ? <FolderTabs /> : null}
      <div class="list-body" {...(hasTabs ? folderPanel() : {})}>
        <Shelf />
      </div>
      <Foot />
    </div>
  )
}

/** The width from which a conversation stands beside the list, as in the styles. */
const beside = matchMedia("(width >= 48rem)")
const isBeside = signal(beside.matches)
beside.addEventListener("change", () => {
  isBeside.value = beside.matches
})

/** On a phone the list is the whole page while nothing is open. */
function isWhole(): boolean {
  return !isBeside.value && (route.value.at === "list" || route.value.at === "new")
}

function Shelf(): JSX.Element {
  const list = shelved.value
  if (list === undefined) return <ListSkeleton />
  if (list.length > 0 || shelf.value.at === "all") return <ChatRows list={list} empty={<EmptyList />} />
  return shownFolder.value === undefined ? <EmptyArchive /> : <EmptyFolder folder={shownFolder.value} />
}

function ListHead(): JSX.Element {
  return (
    <div class="list-head">
      <AccountSwitcher />
      <h1>{text("app.name")}</h1>
      <ConnectionChip />
      <button
        type="button"
        class="quiet square accented"
        aria-label={text("list.new")}
        title={text("list.new")}
        onClick={() => go({ at: "new", who: undefined })}
      >
        <Icon name="pen" />
      </button>
    </div>
  )
}

function ArchiveHead(): JSX.Element {
  const back = () => {
    shelf.value = { at: "all" }
  }
  return (
    <div class="list-head">
      <button type="button" class="quiet square" aria-label={text("archive.back")} onClick={back}>
        <Icon name="back" />
      </button>
      <h1>{text("archive.title")}</h1>
    </div>
  )
}

/** Rows that are on their way; styles show it only where that takes longer than the eye notices. */
function ListSkeleton(): JSX.Element {
  return (
    <div class="rows skeleton" aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} class="row-link">
          <span class="avatar" />
          <span class="skeleton-line skeleton-title" />
          <span class="skeleton-line" />
        </div>
      ))}
    </div>
  )
}

function Foot(): JSX.Element | null {
  const self = me.value
  if (typeof self !== "object") return null
  return (
    <div class="list-foot">
      <a class="self-link" href={addressOf({ at: "settings", page: "profile" })}>
        <PersonAvatar of={self} small />
        <span class="self">
          <bdi>{self.displayName}</bdi>
          <small>{self.address}</small>
        </span>
      </a>
      <CopyLink />
      <a
        class="quiet square"
        href={addressOf({ at: "settings", page: undefined })}
        aria-label={text("settings.title")}
        title={text("settings.title")}
      >
        <Icon name="settings" />
      </a>
    </div>
  )
}

/** Milliseconds that "copied" stays on the button. */
const copiedMs = 2500

function CopyLink(): JSX.Element {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    if (!(await copyText(await client.personLink()))) return
    setCopied(true)
    setTimeout(() => setCopied(false), copiedMs)
  }
  const label = text(copied ? "list.linkCopied" : "list.link")
  return (
    <button type="button" class="quiet square" aria-label={label} title={label} onClick={() => void copy()}>
      <Icon name={copied ? "check" : "link"} />
    </button>
  )
}
