import type { Result } from "@colombe/base"
import type { ConversationDetails, Member } from "@colombe/client"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import { Dialog } from "../../ui/dialog.tsx"
import type { Act } from "./act.ts"

/** What cannot be taken back by oneself, so that it is asked once more. */
export type Confirmed =
  | { readonly at: "remove" | "owner" | "hand"; readonly member: Member }
  | { readonly at: "down" | "reopen" }

export function Confirm(props: {
  readonly details: ConversationDetails
  readonly asked: Confirmed
  readonly act: Act
  readonly onClose: () => void
}): JSX.Element {
  const { details, asked, act, onClose } = props
  const [busy, setBusy] = useState(false)
  const name = "member" in asked ? asked.member.displayName : ""
  const confirm = async () => {
    setBusy(true)
    await act(() => perform(details.conversation, asked))
    onClose()
  }
  return (
    <Dialog title={text(`group.${asked.at}.title`, { name })} onClose={onClose}>
      <p>{text(`group.${asked.at}.body`, { name })}</p>
      <div class="row">
        <button type="button" onClick={onClose} data-autofocus>
          {text("new.cancel")}
        </button>
        <button type="button" class="primary" name="confirm" disabled={busy} onClick={() => void confirm()}>
          {text(`group.${asked.at}.confirm`)}
        </button>
      </div>
    </Dialog>
  )
}

function perform(conversation: string, asked: Confirmed): Promise<Result<void>> {
  switch (asked.at) {
    case "remove":
      return client.removeMember(conversation, asked.member.account)
    case "owner":
      return client.setRole(conversation, asked.member.account, "owner")
    case "hand":
      return client.handOver(conversation, asked.member.account)
    case "down":
      return client.setRole(conversation, ownAccount(), "member")
    case "reopen":
      return client.reopen(conversation)
  }
}

function ownAccount(): string {
  return typeof me.value === "object" ? me.value.account : ""
}
