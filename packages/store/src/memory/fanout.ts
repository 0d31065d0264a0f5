import { equal, keyOf } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { PendingFanout } from "../port.ts"
import type { MemoryDisk } from "./disk.ts"

export function membersOf(disk: MemoryDisk, conversation: ConversationId): readonly AccountId[] {
  return disk.conversations.get(keyOf(conversation))?.members ?? []
}

export function isMember(disk: MemoryDisk, conversation: ConversationId, account: AccountId): boolean {
  return membersOf(disk, conversation).some(member => equal(member, account))
}

export function readableUpTo(
  disk: MemoryDisk,
  conversation: ConversationId,
  account: AccountId,
): number | undefined {
  if (isMember(disk, conversation, account)) return Number.POSITIVE_INFINITY
  const left = disk.conversations.get(keyOf(conversation))?.left ?? []
  return left.find(one => equal(one.account, account))?.seq
}

export function memberships(disk: MemoryDisk, account: AccountId): readonly ConversationId[] {
  return [...disk.conversations.values()].filter(({ id }) => isMember(disk, id, account)).map(({ id }) => id)
}

export function pendingFanout(disk: MemoryDisk, limit: number): readonly PendingFanout[] {
  return [...disk.conversations.values()]
    .filter(({ entries, fannedOut }) => fannedOut < entries.length)
    .slice(0, limit)
    .map(({ id, entries, members, welcomes, left, fannedOut }) => ({
      conversation: id,
      head: entries.length,
      members,
      welcomes,
      left: left.filter(({ seq }) => seq > fannedOut),
    }))
}

/** Never falls. */
export function fannedOut(disk: MemoryDisk, conversation: ConversationId, head: number): void {
  const found = disk.conversations.get(keyOf(conversation))
  if (!found) return
  found.fannedOut = Math.max(found.fannedOut, Math.min(head, found.entries.length))
  found.welcomes = found.welcomes.filter(({ commitSeq }) => commitSeq > found.fannedOut)
}
