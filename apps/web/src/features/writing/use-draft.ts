import { useEffect } from "preact/hooks"
import { onTimeline, selfChanged } from "../../state/app.ts"
import { type Writing, writingIn } from "../../state/writing.ts"

/** What is being written there; as long as it is shown, what other views and devices write is taken over. */
export function useDraft(conversation: string): Writing {
  const writing = writingIn(conversation)
  useEffect(() => {
    const stopTimeline = onTimeline(changed => {
      if (changed === conversation) void writing.refresh()
    })
    const stopSelf = selfChanged.subscribe(() => void writing.refresh())
    return () => {
      stopTimeline()
      stopSelf()
      void writing.keep()
    }
  }, [conversation])
  return writing
}
