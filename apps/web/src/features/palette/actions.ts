import { text } from "../../i18n/index.ts"
import { choose } from "../../state/appearance.ts"
import { overlay } from "../../state/overlay.ts"
import { go, route, settingsPages } from "../../state/route.ts"
import { openSaved } from "../../state/saved.ts"
import { shelf } from "../../state/shelf.ts"
import { openConversation } from "../../state/timeline.ts"
import type { IconName } from "../../ui/icons.tsx"
import { rangesOf } from "../search/word-ranges.ts"

/** Something that one can do from anywhere. */
export interface Action {
  readonly type: "action"
  readonly id: string
  readonly icon: IconName
  readonly title: string
  readonly open: () => unknown
}

/** Those that one can do now and whose title has every word that is typed. */
export function actionsFor(typed: string): readonly Action[] {
  const words = typed.split(/\s+/u).filter(word => word !== "")
  return allActions().filter(({ title }) => words.every(word => rangesOf(title, word).length > 0))
}

function allActions(): readonly Action[] {
  const where = route.value
  const action = (id: string, icon: IconName, title: string, open: () => unknown): Action => ({
    type: "action",
    id: `action-${id}`,
    icon,
    title,
    open,
  })
  const here =
    where.at === "conversation"
      ? [
          action("search", "search", text("search.here"), () => {
            openConversation(where.conversation).searching.value = true
          }),
        ]
      : []
  return [
    ...here,
    action("new", "pen", text("list.new"), () => go({ at: "new", who: undefined })),
    action("saved", "bookmark", text("saved.title"), openSaved),
    action("archive", "archive", text("archive.title"), () => {
      shelf.value = { at: "archive" }
      go({ at: "list" })
    }),
    action("light", "contrast", text("palette.light"), () => choose("theme", "light")),
    action("dark", "contrast", text("palette.dark"), () => choose("theme", "dark")),
    action("shortcuts", "about", text("keys.title"), () => {
      overlay.value = "shortcuts"
    }),
    ...settingsPages.map(page =>
      action(
        `settings-${page}`,
        "settings",
        text("palette.settings", { page: text(`settings.${page}`) }),
        () => go({ at: "settings", page }),
      ),
    ),
  ]
}
