import type { Folder } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client, conversations, folders } from "../../state/app.ts"
import { isMuted, isUnread, type Shelf, shelf, shownFolder } from "../../state/shelf.ts"
import { orTell } from "../../state/told.ts"
import { Icon } from "../../ui/icons.tsx"
import { Menu, type MenuPlace } from "../../ui/menu.tsx"
import { listenForMenus } from "../../ui/menu-triggers.ts"
import { editFolder } from "./folder-dialog.tsx"

/** What the list below the tabs is, for whoever hears it. */
export function folderPanel(): { id: string; role: "tabpanel"; "aria-labelledby": string } {
  return { id: "shelf", role: "tabpanel", "aria-labelledby": tabId(shownFolder.value?.folder) }
}

const tabId = (folder: string | undefined): string => `tab-${folder ?? "all"}`

/** Everything, then the folders by name. */
export function FolderTabs(): JSX.Element {
  const tabs = useRef<HTMLDivElement>(null)
  const [menu, setMenu] = useState<{ readonly folder: string; readonly at: MenuPlace } | undefined>(undefined)
  const shown = shownFolder.value?.folder
  useEffect(() => {
    const ask = (item: HTMLElement, at: MenuPlace) => setMenu({ folder: item.dataset.folder ?? "", at })
    const triggers = { item: "[role=tab][data-folder]", onEnter: false, ask }
    return tabs.current === null ? undefined : listenForMenus(tabs.current, triggers)
  }, [])
  const open = (folder: string | undefined) => {
    shelf.value = folder === undefined ? { at: "all" } : { at: "folder", folder }
  }
  const all: readonly (Folder | undefined)[] = [undefined, ...folders.value]
  const onKeyDown = (event: KeyboardEvent) => {
    const at = all.findIndex(folder => folder?.folder === shown)
    const back = getComputedStyle(event.currentTarget as Element).direction === "rtl"
    const ways: Readonly<Record<string, number>> = {
      ArrowRight: at + (back ? -1 : 1),
      ArrowLeft: at + (back ? 1 : -1),
      Home: 0,
      End: all.length - 1,
    }
    const way = ways[event.key]
    if (way === undefined) return
    event.preventDefault()
    const next = all[(way + all.length) % all.length]?.folder
    open(next)
    tabs.current?.querySelector<HTMLElement>(`#${CSS.escape(tabId(next))}`)?.focus()
  }
  const menuOf = menu && folders.value.find(({ folder }) => folder === menu.folder)
  return (
    <div class="folder-tabs">
      <div ref={tabs} role="tablist" aria-label={text("folder.tabs")} onKeyDown={onKeyDown}>
        {all.map(folder => (
          <Tab
            key={folder?.folder ?? "all"}
            folder={folder}
            isShown={folder?.folder === shown}
            onOpen={() => open(folder?.folder)}
          />
        ))}
      </div>
      <button
        type="button"
        class="quiet square"
        aria-label={text("folder.new")}
        title={text("folder.new")}
        onClick={() => editFolder({ chosen: [] })}
      >
        <Icon name="plus" size={18} />
      </button>
      {menu !== undefined && menuOf !== undefined ? (
        <FolderMenu folder={menuOf} at={menu.at} onClose={() => setMenu(undefined)} />
      ) : null}
    </div>
  )
}

function Tab(props: {
  readonly folder: Folder | undefined
  readonly isShown: boolean
  readonly onOpen: () => void
}): JSX.Element {
  const { folder, isShown } = props
  const unread = unreadIn(folder)
  return (
    <button
      type="button"
      role="tab"
      id={tabId(folder?.folder)}
      aria-selected={isShown}
      aria-controls="shelf"
      tabIndex={isShown ? 0 : -1}
      data-folder={folder?.folder}
      onClick={props.onOpen}
    >
      <bdi>{folder?.title ?? text("folder.all")}</bdi>
      {unread > 0 ? (
        <>
          <span class="visually-hidden">, {text("list.unread", { count: unread })}</span>
          <span class="tab-count" aria-hidden="true">
            {unread}
          </span>
        </>
      ) : null}
    </button>
  )
}

/** Conversations with something new that is not muted. */
function unreadIn(folder: Folder | undefined): number {
  const calling = (conversations.value ?? []).filter(one => isUnread(one) && !isMuted(one))
  if (folder === undefined) return calling.filter(({ archived }) => !archived).length
  const within = new Set(folder.conversations)
  return calling.filter(({ conversation }) => within.has(conversation)).length
}

function FolderMenu(props: {
  readonly folder: Folder
  readonly at: MenuPlace
  readonly onClose: () => void
}): JSX.Element {
  const { folder, at, onClose } = props
  const remove = () => {
    const all: Shelf = { at: "all" }
    shelf.value = all
    void orTell(client.removeFolder(folder.folder))
  }
  return (
    <Menu label={text("folder.actions", { name: folder.title })} at={at} onClose={onClose}>
      <button type="button" role="menuitem" onClick={() => editFolder({ folder })}>
        <Icon name="pen" />
        {text("folder.edit")}
      </button>
      <button type="button" role="menuitem" class="dangerous" onClick={remove}>
        <Icon name="bin" />
        {text("folder.remove")}
      </button>
    </Menu>
  )
}
