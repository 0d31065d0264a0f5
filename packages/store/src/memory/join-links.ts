import { type Bytes, compare, keyOf } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { JoinAsk, NewJoinLink, StoredJoinLink } from "../port.ts"
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

export function putAsk(disk: MemoryDisk, conversation: ConversationId, ask: JoinAsk): void {
  disk.conversations.get(keyOf(conversation))?.asks.set(keyOf(ask.account), ask)
}

export function asksOf(disk: MemoryDisk, conversation: ConversationId): readonly JoinAsk[] {
  const asks = [...(disk.conversations.get(keyOf(conversation))?.asks.values() ?? [])]
  return asks.sort((left, right) => left.at - right.at || compare(left.account, right.account))
}

export function dropAsk(disk: MemoryDisk, conversation: ConversationId, account: AccountId): void {
  disk.conversations.get(keyOf(conversation))?.asks.delete(keyOf(account))
}

export function forgetAsks({ members, asks }: MemoryConversation): void {
  for (const account of members) asks.delete(keyOf(account))
}
