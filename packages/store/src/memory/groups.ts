import { keyOf, type Milliseconds } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { NewState, StoredGroup } from "../port.ts"
import type { MemoryConversation, MemoryDisk } from "./disk.ts"

type Place = Pick<StoredGroup, "incarnation" | "epoch">

const isAfter = (left: Place, right: Place): boolean =>
  left.incarnation > right.incarnation || (left.incarnation === right.incarnation && left.epoch > right.epoch)

export function addPart(
  { parts }: MemoryConversation,
  { incarnation, epoch }: Place,
  { kind, body }: NewState,
): void {
  parts.push({ kind, body, incarnation, epoch })
}

export function groupAt(disk: MemoryDisk, conversation: ConversationId, at?: Place): StoredGroup | undefined {
  const found = disk.conversations.get(keyOf(conversation))
  const group = at
    ? found?.groups.find(({ incarnation, epoch }) => incarnation === at.incarnation && epoch === at.epoch)
    : found?.groups.at(-1)
  if (!found || !group) return undefined
  const parts = found.parts.filter(part => !isAfter(part, group))
  return { ...group, parts: parts.slice(lastWhole(parts)).map(({ body }) => body) }
}

const lastWhole = (parts: readonly NewState[]): number => parts.findLastIndex(({ kind }) => kind === "whole")

/** All in one step: a memory has no pauses to avoid. */
export function pruneGroups(
  disk: MemoryDisk,
  before: Milliseconds,
): { readonly pruned: number; readonly hasMore: boolean } {
  let pruned = 0
  for (const conversation of disk.conversations.values()) {
    const { groups, entries } = conversation
    const oldest = groups.findLast(({ seq }) => (entries[seq - 1]?.at ?? before) < before)
    if (!oldest) continue
    conversation.groups = groups.filter(group => !isAfter(oldest, group))
    pruned += groups.length - conversation.groups.length
    const needed = lastWhole(conversation.parts.filter(part => !isAfter(part, oldest)))
    conversation.parts = conversation.parts.slice(needed)
  }
  return { pruned, hasMore: false }
}
