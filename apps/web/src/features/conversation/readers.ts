import type { ConversationSummary } from "@colombe/client"
import { text } from "../../i18n/index.ts"

/** Plain words for what "end-to-end encrypted" means here. */
export function readers(details: ConversationSummary): string {
  if (details.peer !== undefined)
    return text("conversation.readers.direct", { name: details.peer.displayName })
  return text("conversation.readers.group", { count: details.memberCount })
}
