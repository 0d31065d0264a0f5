import { type Decoded, struct, uint8, uint32, uint64, vector } from "@colombe/base"
import { conversationId } from "@colombe/rules"
import { flag, text } from "../records/text.ts"

/** Somebody was verified, when their chain was in this generation. */
export const contactShared = struct({ generation: uint32 })

/** `mutedUntilMs` 0: not muted. `pinned` 0: not pinned, else its place. */
export const chatShared = struct({ mutedUntilMs: uint64, pinned: uint8, archived: flag })
export type ChatShared = Decoded<typeof chatShared>

export const folderShared = struct({ title: text, conversations: vector(conversationId) })
