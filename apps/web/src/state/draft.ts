import type { Draft, MessageItem } from "@colombe/client"
import type { Signal } from "@preact/signals"
import { client } from "./app.ts"
import { beginWork } from "./at-work.ts"
import { turn } from "./draft-turn.ts"

/** What is written before it is sent. */
export interface Written {
  readonly text: string
  readonly reply: MessageItem | undefined
  /** What of `reply` is answered. */
  readonly part: string | undefined
}

export const nothingWritten: Written = { text: "", reply: undefined, part: undefined }

/** The draft of one conversation, kept by the client on all of this person's devices. */
export interface KeptDraft {
  /** Something was changed: it is kept within a moment. */
  changed(): void
  /** What was changed is durable when it resolves. */
  keep(): Promise<void>
  /** Takes what another view or device has written, where nothing else was typed here. */
  refresh(): Promise<void>
  /** It is about to be sent under this id: what is written from now on is another draft. */
  take(): string
  /** It could not be sent: what is written is that draft again. */
  giveBack(id: string): void
}

/** Milliseconds after a first key until a draft is kept: what a killed tab loses at most. */
const keepAfter = 1000
const idBytes = 16

/** Random bytes in base64url. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(idBytes))
  const base64 = btoa(String.fromCharCode(...bytes))
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}

export function keepDraft(conversation: string, written: Signal<Written>): KeptDraft {
  let id = newId()
  /** What the client has, as far as is known here. */
  let kept: Draft | undefined
  /** Something was typed here under `id`, and not only taken over. */
  let isTyped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let keeping: Promise<void> = Promise.resolve()

  const isEmpty = () => written.peek().text === "" && written.peek().reply === undefined
  const isKept = () => {
    const { text, reply, part } = written.peek()
    return text === (kept?.text ?? "") && reply?.id === kept?.replyTo && part === kept?.part
  }
  const begin = (next: string) => {
    id = next
    kept = undefined
    isTyped = false
  }
  let madeDurable = () => {}
  const changed = () => {
    isTyped = true
    if (timer !== undefined) return
    madeDurable = beginWork()
    timer = setTimeout(() => void keep(), keepAfter)
  }
  const keepNow = async (): Promise<void> => {
    if (isKept()) return
    const { text, reply, part } = written.peek()
    const draft = { id, text, replyTo: reply?.id, part }
    const done = await client.setDraft(conversation, draft)
    if (draft.id !== id) return
    if (done.ok) kept = draft
    else if (done.code === "draft-sent") {
      // Another view has sent it: what is here besides is something new.
      begin(newId())
      changed()
    }
  }
  const rest = () => {
    clearTimeout(timer)
    timer = undefined
    madeDurable()
  }
  const keep = (): Promise<void> => {
    const done = madeDurable
    madeDurable = () => {}
    rest()
    keeping = keeping.then(keepNow).finally(done)
    return keeping
  }
  return {
    changed,
    keep,
    async refresh() {
      await keeping
      const known = id
      const draft = await client.draft(conversation)
      const isSent = draft?.id !== known && (await client.draftSent(conversation, known))
      const answered = draft?.replyTo === undefined ? undefined : await client.message(draft.replyTo)
      if (!isKept() || id !== known) return
      const next = turn({ id, isTyped: isTyped && !isEmpty(), isSent }, draft)
      if (next === "stay") return
      if (next === "keep") {
        kept = undefined
        return changed()
      }
      if (next === "take") begin(draft?.id ?? newId())
      kept = draft
      written.value = { text: draft?.text ?? "", reply: answered?.item, part: answered && draft?.part }
    },
    take() {
      rest()
      const taken = id
      begin(newId())
      return taken
    },
    giveBack(taken) {
      id = taken
      changed()
    },
  }
}
