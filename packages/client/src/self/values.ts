import { type Decoded, enumeration, struct, uint8, uint64, vector } from "@colombe/base"
import { conversationId } from "@colombe/rules"
import { flag, text } from "../records/text.ts"

/** How a person is known, as the account's devices agree. */
export const contactShared = struct({
  trust: enumeration(1, { met: 0, typed: 1, link: 2, verified: 3 }),
})

/** `mutedUntilMs` 0: not muted. `pinned` 0: not pinned, else its place. */
export const chatShared = struct({ mutedUntilMs: uint64, pinned: uint8, archived: flag })
export type ChatShared = Decoded<typeof chatShared>

export const folderShared = struct({ title: text, conversations: vector(conversationId) })
export const savedShared = struct({ text, atMs: uint64 })
