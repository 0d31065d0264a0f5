import type { MessageItem } from "@colombe/client"
import { hasMarkup } from "@colombe/client/markup"
import { computed, effect, type Signal, signal } from "@preact/signals"
import { client } from "./app.ts"
import { beginWork } from "./at-work.ts"
import { type Composing, writing } from "./composing.ts"
import { type KeptDraft, keepDraft, nothingWritten, type Written } from "./draft.ts"

/** What is being written in one conversation. It outlives the view; its draft outlives the page, on every device. */
export interface Writing extends Pick<KeptDraft, "keep" | "refresh"> {
  readonly composing: Signal<Composing>
  readonly written: Signal<Written>
  /** The text of an edit is no draft, and stands beside it. */
  readonly edit: Signal<{ readonly id: string; readonly text: string } | undefined>
  type(text: string): void
  /** Ends an edit or an answer: what was being written before an edit comes back. */
  stop(): void
  /** The code of why it could not be queued: what was written is back then. */
  send(options?: { readonly silent: boolean }): Promise<string | undefined>
  /** Keeps what is written until then, on all devices; the code of why not. */
  schedule(at: number): Promise<string | undefined>
}

const all = new Map<string, Writing>()

export function writingIn(conversation: string): Writing {
  const known = all.get(conversation) ?? begin(conversation)
  all.set(conversation, known)
  return known
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const one of all.values()) void one.keep()
})

function begin(conversation: string): Writing {
  const composing = signal<Composing>(writing)
  const written = signal<Written>(nothingWritten)
  const edit: Writing["edit"] = signal(undefined)
  const draft = keepDraft(conversation, written)
  const put = (changed: Partial<Written>) => {
    written.value = { ...written.peek(), ...changed }
    draft.changed()
  }
  // Whoever answers or edits sets what the composer is for; what comes from elsewhere sets it too.
  effect(() => {
    const now = composing.value
    const { reply, part } = written.peek()
    if (now.at === "replying" && (now.to.id !== reply?.id || now.part !== part))
      put({ reply: now.to, part: now.part })
    if (now.at === "writing" && reply !== undefined) put({ reply: undefined, part: undefined })
    if (now.at === "editing" && edit.peek()?.id !== now.message.id)
      edit.value = { id: now.message.id, text: now.message.text }
  })
  effect(() => {
    const { reply, part } = written.value
    const now = composing.peek()
    if (now.at === "editing") return
    const [shown, meant] = now.at === "replying" ? [now.to.id, now.part] : []
    if (shown !== reply?.id || meant !== part) composing.value = purpose(written.peek())
  })
  const isEditing = computed(() => edit.value !== undefined)
  effect(() => (isEditing.value ? beginWork() : undefined))
  const stop = () => {
    const wasEditing = composing.peek().at === "editing"
    edit.value = undefined
    composing.value = wasEditing ? purpose(written.peek()) : writing
  }
  const saveEdit = async (message: MessageItem): Promise<string | undefined> => {
    const said = edit.peek()?.text ?? ""
    stop()
    const saved = await client.editText(conversation, message.id, said, { format: formatOf(said, message) })
    if (saved.ok) return undefined
    edit.value = { id: message.id, text: said }
    composing.value = { at: "editing", message }
    return saved.code
  }
  return {
    ...{ composing, written, edit, stop, keep: draft.keep, refresh: draft.refresh },
    type(text) {
      const now = composing.peek()
      if (now.at === "editing") edit.value = { id: now.message.id, text }
      else put({ text })
      if (text !== "") void client.typing(conversation)
    },
    send({ silent } = { silent: false }) {
      const now = composing.peek()
      return now.at === "editing" ? saveEdit(now.message) : sendWritten(conversation, written, draft, silent)
    },
    async schedule(at) {
      const { text, reply, part } = written.peek()
      const answering =
        reply === undefined ? {} : { replyTo: reply.id, ...(part === undefined ? {} : { part }) }
      const kept = await client.schedule(conversation, text, at, { format: formatOf(text), ...answering })
      if (!kept.ok) return kept.code
      put(nothingWritten)
      await draft.keep()
      return undefined
    },
  }
}

async function sendWritten(
  conversation: string,
  written: Signal<Written>,
  draft: KeptDraft,
  silent: boolean,
): Promise<string | undefined> {
  const { text, reply, part } = written.peek()
  const id = draft.take()
  written.value = nothingWritten
  const options = {
    ...{ draft: id, format: formatOf(text), silent },
    ...(reply === undefined ? {} : { replyTo: reply.id }),
    ...(part === undefined ? {} : { part }),
  }
  const ask = () => client.sendText(conversation, text, options)
  let sent = await ask()
  // The worker gave way to another: under its own id it goes once, however often it is asked for.
  if (!sent.ok && sent.code === "interrupted") sent = await ask()
  if (sent.ok) return undefined
  written.value = { text: text + written.peek().text, reply, part }
  draft.giveBack(id)
  return sent.code
}

function purpose({ reply, part }: Written): Composing {
  return reply === undefined ? writing : { at: "replying", to: reply, part }
}

/** What stood in a text as it was written goes on standing so in an edit of it. */
function formatOf(said: string, edited?: MessageItem): "plain" | "markdown" {
  const isLiteral = edited?.format === "plain" && hasMarkup(edited.text)
  return hasMarkup(said) && !isLiteral ? "markdown" : "plain"
}
