import { equal, keyOf } from "@colombe/base"
import type { AccountId } from "@colombe/rules"
import type { NewRead, StoredRead } from "../port.ts"
import type { MemoryConversation, MemoryDisk } from "./disk.ts"
import { isMember } from "./fanout.ts"

export function putRead(disk: MemoryDisk, read: NewRead): number | undefined {
  const conversation = disk.conversations.get(keyOf(read.conversation))
  if (!conversation || !isMember(disk, read.conversation, read.account)) return undefined
  const last = conversation.reads.get(keyOf(read.account))
  if (last && (equal(last.body, read.body) || isOlder(read, last))) return undefined
  disk.lastRead += 1
  conversation.reads.set(keyOf(read.account), { ...read, number: disk.lastRead })
  return disk.lastRead
}

function isOlder(left: NewRead, right: NewRead): boolean {
  return (left.incarnation - right.incarnation || left.epoch - right.epoch) < 0
}

export function readsOf(
  disk: MemoryDisk,
  account: AccountId,
  after: number,
  limit: number,
): readonly StoredRead[] {
  return [...disk.conversations.values()]
    .filter(({ id }) => isMember(disk, id, account))
    .flatMap(({ reads }) => [...reads.values()])
    .filter(({ number }) => number > after)
    .sort((left, right) => left.number - right.number)
    .slice(0, limit)
    .map(({ number, conversation, account: of, body }) => ({ number, conversation, account: of, body }))
}

/** Of whoever is a member no more nothing is kept. */
export function forgetReads({ members, reads }: MemoryConversation): void {
  const have = new Set(members.map(keyOf))
  for (const account of reads.keys()) if (!have.has(account)) reads.delete(account)
}
