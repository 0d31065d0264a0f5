import type { Database } from "bun:sqlite"
import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { AccountId } from "@colombe/rules"
import type { BlobId, NewBlob } from "@colombe/store"

interface BlobRow {
  readonly account: Bytes
  readonly size: number
  readonly at: number
}

/** What the tables know of a blob; how much of it is there, its file knows. */
export function blobReads(database: Database) {
  const find = database.prepare<BlobRow, [Bytes]>("SELECT account, size, at FROM blob WHERE id = ?")
  return {
    blob(blob: BlobId): NewBlob | undefined {
      const row = find.get(blob)
      return row ? { blob, account: row.account, size: row.size, at: row.at } : undefined
    },
  }
}

export function blobWrites(database: Database) {
  const { blob: find } = blobReads(database)
  const used = database.prepare<{ bytes: number | null }, [Bytes]>(
    "SELECT sum(size) AS bytes FROM blob WHERE account = ?",
  )
  const insert = database.prepare<unknown, [Bytes, Bytes, number, number]>(
    "INSERT INTO blob (id, account, size, at, entries) VALUES (?, ?, ?, ?, 0)",
  )
  const unreferenced = database.prepare<{ id: Bytes }, [number, number]>(
    "SELECT id FROM blob WHERE entries = 0 AND at < ? ORDER BY at LIMIT ?",
  )
  const remove = database.prepare<unknown, [Bytes]>("DELETE FROM blob WHERE id = ?")
  const bytesOf = (account: AccountId): number => used.get(account)?.bytes ?? 0
  return {
    openBlob(blob: NewBlob, quota: number): Result<NewBlob, "blob-exists" | "quota-reached"> {
      const found = find(blob.blob)
      if (found)
        return equal(found.account, blob.account) && found.size === blob.size
          ? succeed(found)
          : fail("blob-exists")
      if (bytesOf(blob.account) + blob.size > quota) return fail("quota-reached")
      insert.run(blob.blob, blob.account, blob.size, blob.at)
      return succeed(blob)
    },
    /** Those that it took out: their files are removed afterwards. */
    sweepBlobs(before: number, limit: number): readonly BlobId[] {
      const ids = unreferenced.all(before, limit).map(({ id }) => id)
      for (const id of ids) remove.run(id)
      return ids
    },
  }
}

/** The blobs of one entry, within the transaction that stores it. */
export function referenceWriter(database: Database) {
  const exists = database.prepare<{ id: Bytes }, [Bytes]>("SELECT id FROM blob WHERE id = ?")
  const insert = database.prepare<unknown, [Bytes, number, number]>(
    "INSERT OR IGNORE INTO blob_reference (blob, conversation, seq) VALUES (?, ?, ?)",
  )
  const count = database.prepare<unknown, [Bytes]>("UPDATE blob SET entries = entries + 1 WHERE id = ?")
  return {
    areKnown: (blobs: readonly BlobId[]): boolean => blobs.every(blob => exists.get(blob) !== null),
    refer(blobs: readonly BlobId[], conversation: number, seq: number): void {
      for (const blob of blobs) if (insert.run(blob, conversation, seq).changes > 0) count.run(blob)
    },
  }
}

/** Of an entry whose body is taken out, within the same transaction: nobody can find them through it any more. */
export function referenceEraser(database: Database) {
  const found = database.prepare<{ blob: Bytes }, [number, number]>(
    "DELETE FROM blob_reference WHERE conversation = ? AND seq = ? RETURNING blob",
  )
  const count = database.prepare<unknown, [Bytes]>("UPDATE blob SET entries = entries - 1 WHERE id = ?")
  return (conversation: number, seq: number): void => {
    for (const { blob } of found.all(conversation, seq)) count.run(blob)
  }
}
