import type { ConversationCalls, ConversationSummary } from "../api/index.ts"
import { inListOrder } from "../queries/list-order.ts"

/**
 * The list of conversations elsewhere, of which only what has changed travels. Whoever calls has it brought up to date;
 * `show` has what stands first as soon as it is there, and everything once it is.
 */
export function followedList(
  client: Pick<ConversationCalls, "conversationChanges">,
  show: (list: readonly ConversationSummary[]) => void,
): () => Promise<void> {
  const known = new Map<string, ConversationSummary>()
  let mark: string | undefined
  return async () => {
    let isChanged = false
    for (let more = true; more; ) {
      const changes = await client.conversationChanges(mark)
      const { whole, changed, gone } = changes
      mark = changes.mark
      more = changes.more
      if (whole) known.clear()
      for (const summary of changed) known.set(summary.conversation, summary)
      for (const conversation of gone) known.delete(conversation)
      isChanged ||= whole || changed.length > 0 || gone.length > 0
      if (isChanged && (whole || !more)) show(inListOrder([...known.values()]))
    }
  }
}
