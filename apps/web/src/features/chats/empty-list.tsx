import type { Folder } from "@colombe/client"
import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { addressOf, go } from "../../state/route.ts"
import { Letter } from "../../ui/mark.tsx"
import { editFolder } from "./folder-dialog.tsx"

export function EmptyList(): JSX.Element {
  return (
    <div class="empty">
      <Letter />
      <h2>{text("list.empty.title")}</h2>
      <p>{text("list.empty.body")}</p>
      <button type="button" class="primary" onClick={() => go({ at: "new", who: undefined })}>
        {text("list.empty.write")}
      </button>
      <a class="button quiet" href={addressOf({ at: "settings", page: "profile" })}>
        {text("list.empty.link")}
      </a>
    </div>
  )
}

export function EmptyArchive(): JSX.Element {
  return (
    <div class="empty">
      <h2>{text("archive.empty.title")}</h2>
      <p>{text("archive.empty.body")}</p>
    </div>
  )
}

export function EmptyFolder({ folder }: { folder: Folder }): JSX.Element {
  return (
    <div class="empty">
      <h2>{text("folder.empty.title")}</h2>
      <p>{text("folder.empty.body")}</p>
      <button type="button" onClick={() => editFolder({ folder })}>
        {text("folder.edit")}
      </button>
    </div>
  )
}
