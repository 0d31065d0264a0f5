import type { RefObject } from "preact"
import { useEffect, useMemo } from "preact/hooks"
import { client } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { seenIn } from "./anchoring.ts"

/** Milliseconds of scrolling that are told at once. */
const tellMs = 300

/** What was seen counts as read, while the page is looked at. */
export function useReading(
  open: OpenConversation,
  scroller: RefObject<HTMLElement | null>,
): { readonly look: () => void } {
  const reading = useMemo(() => readingOf(open, scroller), [open])
  useEffect(() => {
    document.addEventListener("visibilitychange", reading.look)
    return () => {
      document.removeEventListener("visibilitychange", reading.look)
      reading.tellNow()
    }
  }, [reading])
  return reading
}

function readingOf(open: OpenConversation, scroller: RefObject<HTMLElement | null>) {
  let [seen, told] = [0, 0]
  let timer: ReturnType<typeof setTimeout> | undefined
  const tellNow = () => {
    clearTimeout(timer)
    timer = undefined
    if (seen <= told) return
    told = seen
    void client.markRead(open.conversation, seen)
  }
  const look = () => {
    const element = scroller.current
    if (element === null || document.visibilityState !== "visible") return
    seen = Math.max(seen, seenIn(element) ?? 0)
    if (seen > told) timer ??= setTimeout(tellNow, tellMs)
  }
  return { look, tellNow }
}
