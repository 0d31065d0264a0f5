import type { ConversationSummary } from "@colombe/client"
import { signal } from "@preact/signals"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { sentence } from "../../i18n/sentences.ts"
import { client } from "../../state/app.ts"
import { Dialog } from "../../ui/dialog.tsx"

const asked = signal<ConversationSummary | undefined>(undefined)

export function askToLeave(conversation: ConversationSummary): void {
  asked.value = conversation
}

/** Leaving cannot be taken back by oneself, so it is asked once more. */
export function LeaveDialog(): JSX.Element | null {
  const conversation = asked.value
  return conversation === undefined ? null : (
    <Leaving key={conversation.conversation} conversation={conversation} />
  )
}

function Leaving({
  conversation: { conversation, title },
}: {
  conversation: ConversationSummary
}): JSX.Element {
  const [code, setCode] = useState<string | undefined>(undefined)
  const close = () => {
    asked.value = undefined
  }
  const leave = async () => {
    const left = await client.leave(conversation)
    if (left.ok) close()
    else setCode(left.code)
  }
  return (
    <Dialog title={text("leave.title", { title })} onClose={close}>
      <p>{text("leave.body")}</p>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {sentence(code)}
        </p>
      )}
      <div class="row">
        <button type="button" onClick={close} data-autofocus>
          {text("new.cancel")}
        </button>
        <button type="button" class="primary" onClick={() => void leave()}>
          {text("chat.leave")}
        </button>
      </div>
    </Dialog>
  )
}
