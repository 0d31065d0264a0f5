import { existsSync } from "node:fs"
import { join } from "node:path"
import { type Bytes, fail, type Milliseconds, type Result, succeed, toUtf8 } from "@colombe/base"
import { countTotals, type Totals } from "./backup/totals.ts"
import { databaseFile, inspectFile, openReader, openWriter } from "./database.ts"
import { openFailure } from "./failure.ts"
import { nativeHash } from "./native-hash.ts"

/** One account as its operator sees it: what is public, and in how many conversations it is. */
export interface Person {
  readonly handle: string
  readonly account: Bytes
  readonly conversations: number
}

export interface StorageReport extends Totals {
  readonly bodyBytes: number
  /** Welcomes and mail that devices did not fetch yet. */
  readonly waitingMail: number
  readonly invitationsOpen: number
}

/** What an operator may do beside a running server: look, and add invitations. */
export interface Administration {
  people(after: string, limit: number): readonly Person[]
  storage(now: Milliseconds): StorageReport
  /** Each text is good for so many accounts, and is kept as a hash. */
  invite(texts: readonly string[], expires: Milliseconds, uses?: number): void
  close(): void
}

export type AdministrationCode =
  | "data-missing"
  | "data-newer"
  | "data-damaged"
  | "data-in-use"
  | "data-read-only"

/**
 * Opens the store of a data folder without taking it from the server that has it: SQLite lets one write at a time,
 * and an invitation is one short write.
 */
export function openAdministration(data: string): Result<Administration, AdministrationCode> {
  const path = join(data, databaseFile)
  if (!existsSync(path)) return fail("data-missing")
  try {
    const state = inspectFile(path)
    if (state === "data-newer" || state === "data-damaged") return fail(state)
    if (state !== "ready") return fail("data-missing")
    return succeed(administrationOf(path))
  } catch (error) {
    return openFailure(error)
  }
}

function administrationOf(path: string): Administration {
  const reader = openReader(path)
  const people = reader.prepare<{ handle: string; id: Bytes; conversations: number }, [string, number]>(
    `SELECT handle, id, (SELECT count(*) FROM member WHERE member.account = account.id) AS conversations
     FROM account WHERE handle > ? ORDER BY handle LIMIT ?`,
  )
  const sums = reader.prepare<{ bodyBytes: number; waitingMail: number; invitationsOpen: number }, [number]>(
    `SELECT (SELECT coalesce(sum(length(body)), 0) FROM log) AS bodyBytes,
       (SELECT count(*) FROM mail WHERE body IS NOT NULL) AS waitingMail,
       (SELECT count(*) FROM invitation WHERE used < uses AND expires > ?) AS invitationsOpen`,
  )
  return {
    people: (after, limit) => people.all(after, limit).map(({ id, ...rest }) => ({ ...rest, account: id })),
    storage: now => ({
      ...countTotals(reader),
      ...(sums.get(now) ?? { bodyBytes: 0, waitingMail: 0, invitationsOpen: 0 }),
    }),
    invite(texts, expires, uses = 1) {
      const writer = openWriter(path)
      try {
        const insert = writer.prepare<unknown, [Bytes, number, number]>(
          "INSERT INTO invitation (hash, expires, uses, used) VALUES (?, ?, ?, 0)",
        )
        writer
          .transaction(() => {
            for (const text of texts) insert.run(nativeHash.hash("SHA-256", toUtf8(text)), expires, uses)
          })
          .immediate()
      } finally {
        writer.close()
      }
    },
    close: () => reader.close(),
  }
}
