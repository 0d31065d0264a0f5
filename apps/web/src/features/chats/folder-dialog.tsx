import type { Folder } from "@colombe/client"
import { signal } from "@preact/signals"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { sentence } from "../../i18n/sentences.ts"
import { client, conversations } from "../../state/app.ts"
import { shelf } from "../../state/shelf.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Field } from "../../ui/field.tsx"
import { titleOf } from "./chat-face.tsx"

/** A folder that is there, or what a new one begins with. */
type Edited =
  | { readonly folder: Folder }
  | { readonly folder?: undefined; readonly chosen: readonly string[] }

const edited = signal<Edited | undefined>(undefined)

export function editFolder(what: Edited): void {
  edited.value = what
}

const close = () => {
  edited.value = undefined
}

export function FolderDialog(): JSX.Element | null {
  const what = edited.value
  return what === undefined ? null : <FolderForm key={what.folder?.folder ?? "new"} what={what} />
}

function FolderForm({ what }: { what: Edited }): JSX.Element {
  const { folder } = what
  const [title, setTitle] = useState(folder?.title ?? "")
  const [chosen, setChosen] = useState(
    new Set(folder?.conversations ?? ("chosen" in what ? what.chosen : [])),
  )
  const [code, setCode] = useState<string | undefined>(undefined)
  const save = async (event: Event) => {
    event.preventDefault()
    const set = await client.setFolder({
      ...(folder === undefined ? {} : { folder: folder.folder }),
      title,
      conversations: [...chosen],
    })
    if (!set.ok) return setCode(set.code)
    shelf.value = { at: "folder", folder: set.value.folder }
    close()
  }
  const toggle = (conversation: string) => {
    const next = new Set(chosen)
    if (!next.delete(conversation)) next.add(conversation)
    setChosen(next)
  }
  const remove = async () => {
    const removed = folder && (await client.removeFolder(folder.folder))
    if (removed?.ok === false) return setCode(removed.code)
    shelf.value = { at: "all" }
    close()
  }
  return (
    <Dialog title={text(folder === undefined ? "folder.new" : "folder.edit")} onClose={close}>
      <form class="stack" onSubmit={save}>
        <Field
          name="folder-title"
          label={text("folder.name")}
          value={title}
          onValue={setTitle}
          problem={code === undefined ? undefined : sentence(code)}
          autoFocus
        />
        <fieldset class="choices">
          <legend>{text("folder.chats")}</legend>
          {(conversations.value ?? []).map(one => (
            <label key={one.conversation} class="choice">
              <input
                type="checkbox"
                checked={chosen.has(one.conversation)}
                onChange={() => toggle(one.conversation)}
              />
              <bdi>{titleOf(one)}</bdi>
            </label>
          ))}
        </fieldset>
        <div class="row">
          {folder === undefined ? null : (
            <button type="button" class="quiet dangerous apart" onClick={() => void remove()}>
              {text("folder.remove")}
            </button>
          )}
          <button type="submit" class="primary">
            {text("folder.save")}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
