import type { Database } from "bun:sqlite"
import type { Bytes } from "@colombe/base"
import type { AccountId, DeviceId } from "@colombe/rules"
import type { NewMail, StoredMail } from "@colombe/store"

interface MailRow {
  readonly seq: number
  readonly kind: 1 | 2
  readonly conversation: Bytes
  readonly commit_seq: number
  readonly body: Bytes
}

const lastNumber = (database: Database) =>
  database.prepare<{ seq: number | null }, [Bytes, Bytes]>(
    "SELECT max(seq) AS seq FROM mail WHERE account = ? AND device = ?",
  )

export function mailReads(database: Database) {
  const last = lastNumber(database)
  const count = database.prepare<{ waiting: number }, [Bytes, Bytes]>(
    "SELECT count(*) AS waiting FROM mail WHERE account = ? AND device = ? AND body IS NOT NULL",
  )
  const waiting = database.prepare<MailRow, [Bytes, Bytes, number, number]>(
    `SELECT seq, kind, conversation, commit_seq, body FROM mail
     WHERE account = ? AND device = ? AND seq > ? AND body IS NOT NULL ORDER BY seq LIMIT ?`,
  )
  return {
    mail: (account: AccountId, device: DeviceId, after: number, limit: number): readonly StoredMail[] =>
      waiting
        .all(account, device, after, limit)
        .map(({ commit_seq, ...mail }) => ({ ...mail, commitSeq: commit_seq })),
    mailbox: (account: AccountId, device: DeviceId) => ({
      head: last.get(account, device)?.seq ?? 0,
      waiting: count.get(account, device)?.waiting ?? 0,
    }),
  }
}

export function mailWrites(database: Database) {
  const isKnown = database.prepare<unknown, [Bytes, Bytes, Bytes]>(
    "SELECT 1 FROM mail WHERE account = ? AND device = ? AND id = ?",
  )
  const last = lastNumber(database)
  const insert = database.prepare<unknown, [Bytes, Bytes, number, Bytes, number, Bytes, number, Bytes]>(
    `INSERT INTO mail (account, device, seq, id, kind, conversation, commit_seq, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const empty = database.prepare<unknown, [Bytes, Bytes, number]>(
    "UPDATE mail SET body = NULL WHERE account = ? AND device = ? AND seq <= ? AND body IS NOT NULL",
  )
  const drops = ["key_package", "last_resort", "mail"].map(table =>
    database.prepare<unknown, [Bytes, Bytes]>(`DELETE FROM ${table} WHERE account = ? AND device = ?`),
  )
  return {
    deliver: (mail: readonly NewMail[]): readonly (number | undefined)[] =>
      mail.map(({ account, device, id, kind, conversation, commitSeq, body }) => {
        if (isKnown.get(account, device, id)) return undefined
        const seq = (last.get(account, device)?.seq ?? 0) + 1
        insert.run(account, device, seq, id, kind, conversation, commitSeq, body)
        return seq
      }),
    acknowledgeMail(account: AccountId, device: DeviceId, upTo: number): void {
      empty.run(account, device, upTo)
    },
    dropDevice(account: AccountId, device: DeviceId): void {
      for (const drop of drops) drop.run(account, device)
    },
  }
}
