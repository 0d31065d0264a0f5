import type { ConversationSummary } from "../api/index.ts"

/** Pinned ones in their places, then the newest first. */
export function inListOrder(summaries: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return summaries.toSorted((left, right) => place(left) - place(right) || right.at - left.at)
}

const place = ({ pinned }: ConversationSummary): number => (pinned === 0 ? Number.MAX_SAFE_INTEGER : pinned)
