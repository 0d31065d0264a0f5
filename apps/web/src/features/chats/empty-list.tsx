import type { Folder } from "@colombe/client"
import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { go } from "../../state/route.ts"
import { editFolder } from "./folder-dialog.tsx"

export function EmptyList(): JSX.Element {
  return (
    <div class="empty">
      <h2>{text("list.empty.title")}</h2>
      <p>{text("list.empty.body")}</p>
      <button type="button" class="primary" onClick={() => go({ at: "new", who: undefined })}>
        {text("list.new")}
      </button>
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
