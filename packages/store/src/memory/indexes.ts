import { keyOf } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { ChangedConversation } from "../port.ts"
import type { MemoryDisk, MemoryIndex } from "./disk.ts"

/** The accounts whose row moved, each with its new number. */
export function touch(
  disk: MemoryDisk,
  conversation: ConversationId,
  head: number,
  accounts: readonly AccountId[],
): readonly { account: AccountId; accountSeq: number }[] {
  const key = keyOf(conversation)
  return accounts.flatMap(account => {
    const index = ensureIndex(disk, account)
    if ((index.rows.get(key)?.head ?? 0) >= head) return []
    const accountSeq = ++index.seq
    index.rows.set(key, { conversation, head, accountSeq })
    return [{ account, accountSeq }]
  })
}

function ensureIndex(disk: MemoryDisk, account: AccountId): MemoryIndex {
  const key = keyOf(account)
  const index = disk.indexes.get(key) ?? { seq: 0, rows: new Map() }
  disk.indexes.set(key, index)
  return index
}

export function changed(
  disk: MemoryDisk,
  account: AccountId,
  after: number,
  limit: number,
): readonly ChangedConversation[] {
  const rows = [...(disk.indexes.get(keyOf(account))?.rows.values() ?? [])]
  return rows
    .filter(({ accountSeq }) => accountSeq > after)
    .sort((left, right) => left.accountSeq - right.accountSeq)
    .slice(0, limit)
}

export function accountSeq(disk: MemoryDisk, account: AccountId): number {
  return disk.indexes.get(keyOf(account))?.seq ?? 0
}
