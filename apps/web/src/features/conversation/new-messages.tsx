import type { MessageItem, TimelineItem } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"

/** Milliseconds within which what comes is read out together, and messages that are still read out whole. */
const batchMs = 800
const wholeMax = 2

/** For screen readers: what others write in the conversation that is open, a few words at a time. */
export function NewMessages({ open }: { open: OpenConversation }): JSX.Element {
  const items = open.items.value
  const known = useRef<number | undefined>(undefined)
  const waiting = useRef<readonly MessageItem[]>([])
  const [said, setSaid] = useState("")
  useEffect(() => {
    const last = items?.findLast(({ seq }) => seq !== undefined)?.seq
    if (items === undefined || last === undefined) return undefined
    const isAtEnd = open.window.peek()?.moreAfter === false
    if (known.current !== undefined && isAtEnd)
      waiting.current = [...waiting.current, ...othersAfter(items, known.current)]
    if (isAtEnd) known.current = Math.max(known.current ?? 0, last)
    if (waiting.current.length === 0) return undefined
    const timer = setTimeout(() => {
      setSaid(sentence(waiting.current))
      waiting.current = []
    }, batchMs)
    return () => clearTimeout(timer)
  }, [items])
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {said}
    </p>
  )
}

function othersAfter(items: readonly TimelineItem[], seq: number): readonly MessageItem[] {
  return items.filter(
    (item): item is MessageItem => item.kind === "message" && !item.mine && (item.seq ?? 0) > seq,
  )
}

function sentence(messages: readonly MessageItem[]): string {
  if (messages.length > wholeMax) return text("conversation.arrived", { count: messages.length })
  return messages
    .map(({ from, text: said, format }) =>
      text("message.spoken", {
        name: from.displayName,
        text: format === "markdown" ? plainText(said) : said,
      }),
    )
    .join("\n")
}
