import type { Database } from "bun:sqlite"
import { existsSync } from "node:fs"
import { join } from "node:path"
import {
  assert,
  type Bytes,
  fail,
  fromHex,
  type Milliseconds,
  type Result,
  succeed,
  toHex,
  toUtf8,
} from "@colombe/base"
import type { Totals } from "./backup/totals.ts"
import { databaseFile, inspectFile, openReader, openWriter } from "./database.ts"
import { openFailure } from "./failure.ts"
import { nativeHash } from "./native-hash.ts"

/** One account as its operator sees it: what is public, in how many conversations it is, and how much it keeps here. */
export interface Person {
  readonly handle: string
  readonly account: Bytes
  readonly conversations: number
  /** Bytes of the files that it uploaded, against its quota. */
  readonly fileBytes: number
}

export interface StorageReport extends Totals {
  /** Of the database's pages that hold something. */
  readonly databaseBytes: number
  readonly files: number
  readonly fileBytes: number
  /** Welcomes and mail that devices did not fetch yet. */
  readonly waitingMail: number
  readonly invitationsOpen: number
}

/** An invitation is kept as a hash; the beginning of it tells it apart. */
export interface Invitation {
  readonly id: string
  readonly uses: number
  readonly used: number
  readonly expires: Milliseconds
}

/** What an operator may do beside a running server: look, add invitations and take them back. */
export interface Administration {
  people(after: string, limit: number): readonly Person[]
  handleOf(account: Bytes): string | undefined
  storage(now: Milliseconds): StorageReport
  /** Each text is good for so many accounts, and is kept as a hash. */
  invite(texts: readonly string[], expires: Milliseconds, uses?: number): void
  /** Those that still let somebody in, the next to expire first. */
  invitations(now: Milliseconds): readonly Invitation[]
  /** From now on nobody comes in by it; false where there is none of this id. */
  revoke(id: string): boolean
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
  const people = reader.prepare<
    { handle: string; id: Bytes; conversations: number; fileBytes: number },
    [string, number]
  >(
    `SELECT handle, id, (SELECT count(*) FROM member WHERE member.account = account.id) AS conversations,
       (SELECT coalesce(sum(size), 0) FROM blob WHERE blob.account = account.id) AS fileBytes
     FROM account WHERE handle > ? ORDER BY handle LIMIT ?`,
  )
  const handle = reader.prepare<{ handle: string }, [Bytes]>("SELECT handle FROM account WHERE id = ?")
  return {
    people: (after, limit) => people.all(after, limit).map(({ id, ...rest }) => ({ ...rest, account: id })),
    handleOf: account => handle.get(account)?.handle,
    storage: storageReader(reader),
    ...invitationsOf(path, reader),
    close: () => reader.close(),
  }
}

/** Through no row of the log, which may be larger than the machine's memory: its rows are numbered, and none goes. */
function storageReader(reader: Database): Administration["storage"] {
  const sums = reader.prepare<StorageReport, [number]>(
    `SELECT (SELECT count(*) FROM account) AS accounts, (SELECT count(*) FROM conversation) AS conversations,
       (SELECT coalesce(max(row), 0) FROM log) AS entries,
       (SELECT (page_count - freelist_count) * page_size
        FROM pragma_page_count, pragma_freelist_count, pragma_page_size) AS databaseBytes,
       (SELECT count(*) FROM blob) AS files, (SELECT coalesce(sum(size), 0) FROM blob) AS fileBytes,
       (SELECT count(*) FROM mail WHERE body IS NOT NULL) AS waitingMail,
       (SELECT count(*) FROM invitation WHERE used < uses AND expires > ?) AS invitationsOpen`,
  )
  return now => {
    const report = sums.get(now)
    assert(report !== null, "sums have one row")
    return report
  }
}

/** Bytes of an invitation's hash that tell it apart. */
const invitationIdBytes = 6

function invitationsOf(
  path: string,
  reader: Database,
): Pick<Administration, "invite" | "invitations" | "revoke"> {
  const open = reader.prepare<{ hash: Bytes; uses: number; used: number; expires: number }, [number]>(
    "SELECT hash, uses, used, expires FROM invitation WHERE used < uses AND expires > ? ORDER BY expires, hash",
  )
  const writing = <Value>(act: (writer: Database) => Value): Value => {
    const writer = openWriter(path)
    try {
      return writer.transaction(() => act(writer)).immediate()
    } finally {
      writer.close()
    }
  }
  return {
    invite: (texts, expires, uses = 1) =>
      writing(writer => {
        const insert = writer.prepare<unknown, [Bytes, number, number]>(
          "INSERT INTO invitation (hash, expires, uses, used) VALUES (?, ?, ?, 0)",
        )
        for (const text of texts) insert.run(nativeHash.hash("SHA-256", toUtf8(text)), expires, uses)
      }),
    invitations: now =>
      open.all(now).map(({ hash, ...rest }) => ({ id: toHex(hash.subarray(0, invitationIdBytes)), ...rest })),
    revoke(id) {
      const bytes = fromHex(id)
      if (bytes?.length !== invitationIdBytes) return false
      const remove = (writer: Database) =>
        writer
          .prepare<unknown, [number, Bytes]>("DELETE FROM invitation WHERE substr(hash, 1, ?) = ?")
          .run(invitationIdBytes, bytes)
      return writing(writer => remove(writer).changes > 0)
    },
  }
}
