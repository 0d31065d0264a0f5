import type { Database } from "bun:sqlite"
import { type Bytes, equal } from "@colombe/base"
import type { AccountId } from "@colombe/rules"
import type { NewRead, StoredRead } from "@colombe/store"
import { selectConversation } from "./entries.ts"

export function readPositionReads(database: Database) {
  // From the account's conversations to their positions, never through all positions of the store.
  const page = database.prepare<StoredRead, [Bytes, number, number]>(
    `SELECT read_position.number AS number, conversation.id AS conversation, read_position.account AS account,
       read_position.body AS body
     FROM member CROSS JOIN read_position ON read_position.conversation = member.conversation
       JOIN conversation ON conversation.key = member.conversation
     WHERE member.account = ? AND read_position.number > ? ORDER BY number LIMIT ?`,
  )
  return {
    reads: (account: AccountId, after: number, limit: number): readonly StoredRead[] =>
      page.all(account, after, limit),
  }
}

export function readPositionWrites(database: Database) {
  const conversationKey = selectConversation(database)
  const member = database.prepare<unknown, [number, Bytes]>(
    "SELECT 1 FROM member WHERE conversation = ? AND account = ?",
  )
  const newest = database.prepare<Pick<NewRead, "incarnation" | "epoch" | "body">, [number, Bytes]>(
    "SELECT incarnation, epoch, body FROM read_position WHERE conversation = ? AND account = ?",
  )
  const replace = database.prepare<unknown, [number, Bytes, number, number, Bytes]>(
    `INSERT OR REPLACE INTO read_position (conversation, account, incarnation, epoch, body)
     VALUES (?, ?, ?, ?, ?)`,
  )
  return {
    putRead({ conversation, account, incarnation, epoch, body }: NewRead): number | undefined {
      const key = conversationKey.get(conversation)?.key
      if (key === undefined || member.get(key, account) === null) return undefined
      const last = newest.get(key, account)
      const isOlder = last && (incarnation - last.incarnation || epoch - last.epoch) < 0
      if (last && (isOlder || equal(last.body, body))) return undefined
      return Number(replace.run(key, account, incarnation, epoch, body).lastInsertRowid)
    },
  }
}
