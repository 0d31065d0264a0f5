import { keyOf } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { expiringKinds, selfOpening } from "../erasable.ts"
import type { ExpiryMoment } from "../port.ts"
import { letGo } from "./blobs.ts"
import type { MemoryConversation, MemoryDisk, MemoryEntry } from "./disk.ts"

export function eraseBodies(disk: MemoryDisk, conversation: ConversationId, seqs: readonly number[]): number {
  const found = disk.conversations.get(keyOf(conversation))
  return found ? eraseWhere(disk, found, ({ seq }) => seqs.includes(seq)) : 0
}

/** All in one step: a memory has no pauses to avoid. */
export function expireBodies(
  disk: MemoryDisk,
  { now, keptSince }: ExpiryMoment,
): { readonly erased: number; readonly hasMore: boolean } {
  let erased = 0
  for (const conversation of disk.conversations.values()) {
    const isSelf = conversation.entries[0]?.type === selfOpening
    erased += eraseWhere(disk, conversation, entry => {
      if (entry.expires <= now) return true
      return keptSince !== undefined && entry.at < keptSince && !isSelf && expiringKinds.includes(entry.type)
    })
  }
  return { erased, hasMore: false }
}

function eraseWhere(
  disk: MemoryDisk,
  { entries }: MemoryConversation,
  isGone: (entry: MemoryEntry) => boolean,
): number {
  let erased = 0
  for (const [index, entry] of entries.entries()) {
    if (entry.body === undefined || !isGone(entry)) continue
    entries[index] = { ...entry, body: undefined, blobs: [] }
    letGo(disk, entry.blobs)
    erased += 1
  }
  return erased
}
