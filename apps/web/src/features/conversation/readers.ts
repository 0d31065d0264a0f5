import type { ConversationDetails } from "@colombe/client"
import { text } from "../../i18n/index.ts"

/** Plain words for what "end-to-end encrypted" means here. */
export function readers(details: ConversationDetails): string {
  if (details.peer !== undefined)
    return text("conversation.readers.direct", { name: details.peer.displayName })
  return text("conversation.readers.group", { count: details.memberCount })
}
