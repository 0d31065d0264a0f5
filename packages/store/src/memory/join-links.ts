import { type Bytes, compare, keyOf } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { NewJoinLink, StoredJoinLink } from "../port.ts"
import type { MemoryConversation, MemoryDisk } from "./disk.ts"

/** A link that is listed again goes on counting. */
export function countLinks(
  { links }: MemoryConversation,
  listed: readonly NewJoinLink[],
  used: Bytes | undefined,
): void {
  for (const link of listed)
    links.set(keyOf(link.key), { ...link, used: links.get(keyOf(link.key))?.used ?? 0 })
  const link = used && links.get(keyOf(used))
  if (link) links.set(keyOf(link.key), { ...link, used: link.used + 1 })
}

export function joinLinksOf(disk: MemoryDisk, conversation: ConversationId): readonly StoredJoinLink[] {
  const links = disk.conversations.get(keyOf(conversation))?.links ?? new Map<string, StoredJoinLink>()
  return [...links.values()].sort((left, right) => compare(left.key, right.key))
}
