import { useState } from "preact/hooks"
import { writing } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import type { Recording } from "./recorder.ts"
import { sendSpoken, speaking } from "./voices.ts"

export interface SpokenHere {
  /** What is being said in this conversation. */
  readonly recording: Recording | undefined
  /** Why it was not recorded, or not queued. */
  readonly code: string | undefined
  readonly onFailed: (code: string | undefined) => void
  readonly onSend: () => void
}

/** Voice notes of one conversation: an answer to what the composer answers. */
export function useVoice(open: OpenConversation): SpokenHere {
  const [code, setCode] = useState<string | undefined>(undefined)
  const now = speaking.value
  const send = async () => {
    const composing = open.composing.peek()
    const failed = await sendSpoken(composing.at === "replying" ? composing.to.id : undefined)
    setCode(failed)
    if (failed !== undefined) return
    open.sends.value++
    if (composing.at === "replying") open.composing.value = writing
  }
  return {
    recording: now?.conversation === open.conversation ? now.recording : undefined,
    code,
    onFailed: setCode,
    onSend: () => void send(),
  }
}
