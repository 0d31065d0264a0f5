import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { isSaved } from "../../state/saved.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { orTell } from "../../state/told.ts"
import { Dialog } from "../../ui/dialog.tsx"

/** Asked once more, since nothing brings it back. */
export function DeleteSheet(props: {
  readonly open: OpenConversation
  readonly ids: readonly string[]
  readonly onClose: () => void
}): JSX.Element {
  const { open, ids, onClose } = props
  const remove = () => {
    onClose()
    open.selected.value = undefined
    void orTell(client.deleteForEveryone(open.conversation, ids))
  }
  return (
    <Dialog title={text("delete.title", { count: ids.length })} onClose={onClose}>
      <p>{text(isSaved(open.conversation) ? "delete.bodyOwn" : "delete.body", { count: ids.length })}</p>
      <div class="row">
        <button type="button" onClick={onClose} data-autofocus>
          {text("new.cancel")}
        </button>
        <button type="button" class="primary" onClick={remove}>
          {text(isSaved(open.conversation) ? "message.deleteOwn" : "message.delete")}
        </button>
      </div>
    </Dialog>
  )
}
