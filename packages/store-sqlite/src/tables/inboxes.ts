import type { Database } from "bun:sqlite"
import type { Bytes } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { ChangedConversation } from "@colombe/store"

const lastNumber = (database: Database) =>
  database.prepare<{ seq: number | null }, [Bytes]>(
    "SELECT max(account_seq) AS seq FROM inbox WHERE account = ?",
  )

export function inboxReads(database: Database) {
  const last = lastNumber(database)
  const rows = database.prepare<
    { conversation: Bytes; account_seq: number; head: number },
    [Bytes, number, number]
  >(
    `SELECT conversation, account_seq, head FROM inbox
     WHERE account = ? AND account_seq > ? ORDER BY account_seq LIMIT ?`,
  )
  return {
    changed: (account: AccountId, after: number, limit: number): readonly ChangedConversation[] =>
      rows.all(account, after, limit).map(row => ({
        conversation: row.conversation,
        accountSeq: row.account_seq,
        head: row.head,
      })),
    accountSeq: (account: AccountId): number => last.get(account)?.seq ?? 0,
  }
}

export function inboxWrites(database: Database) {
  const last = lastNumber(database)
  const head = database.prepare<{ head: number }, [Bytes, Bytes]>(
    "SELECT head FROM inbox WHERE account = ? AND conversation = ?",
  )
  const move = database.prepare<unknown, [Bytes, Bytes, number, number]>(
    `INSERT INTO inbox (account, conversation, account_seq, head) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET account_seq = excluded.account_seq, head = excluded.head`,
  )
  return {
    touch: (conversation: ConversationId, to: number, accounts: readonly AccountId[]) =>
      accounts.flatMap(account => {
        if ((head.get(account, conversation)?.head ?? 0) >= to) return []
        const accountSeq = (last.get(account)?.seq ?? 0) + 1
        move.run(account, conversation, accountSeq, to)
        return [{ account, accountSeq }]
      }),
  }
}
