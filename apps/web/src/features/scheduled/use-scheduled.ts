import type { ScheduledItem } from "@colombe/client"
import { useEffect, useState } from "preact/hooks"
import { client, onTimeline, selfChanged } from "../../state/app.ts"

/** What waits for its time in one conversation, as it changes here or on another device. */
export function useScheduled(conversation: string): readonly ScheduledItem[] {
  const [items, setItems] = useState<readonly ScheduledItem[]>([])
  const [looks, setLooks] = useState(0)
  const changed = selfChanged.value
  useEffect(
    () =>
      onTimeline(one => {
        if (one === conversation) setLooks(count => count + 1)
      }),
    [conversation],
  )
  useEffect(() => {
    let isGone = false
    void client.scheduled(conversation).then(found => {
      if (!isGone) setItems(found)
    })
    return () => {
      isGone = true
    }
  }, [conversation, changed, looks])
  return items
}
