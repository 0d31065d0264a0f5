import type { Bytes } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"

/** One use of the MLS exporter (RFC 9420 §8.5). */
export interface Export {
  readonly label: string
  readonly context: Bytes
  readonly length: number
}

/** K_n, 32 bytes. Incarnation and epoch are bound by the group's own key schedule. */
export function epochKeyExport(conversation: ConversationId): Export {
  return { label: "Colombe 1.0 epoch key", context: conversation, length: 32 }
}

/** What the frame keys of a call in this epoch come from, 32 bytes. */
export function callRootExport(conversation: ConversationId): Export {
  return { label: "Colombe 1.0 call root", context: conversation, length: 32 }
}
