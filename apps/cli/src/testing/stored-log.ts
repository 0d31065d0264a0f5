import { Database } from "bun:sqlite"
import { join } from "node:path"

/** One entry as the server's disk has it. */
export interface StoredEntry {
  readonly conversation: Uint8Array
  readonly seq: number
  readonly type: number
  readonly incarnation: number
  readonly epoch: number
  readonly body: Uint8Array
}

/** What anybody with the server's disk reads: every entry of every conversation, in order. */
export function storedLog(data: string): readonly StoredEntry[] {
  const database = new Database(join(data, "colombe.sqlite"), { readonly: true })
  try {
    return database
      .query<StoredEntry, []>(
        `SELECT conversation.id AS conversation, seq, type, incarnation, epoch, body
         FROM log JOIN conversation ON conversation.key = log.conversation ORDER BY conversation.key, seq`,
      )
      .all()
  } finally {
    database.close()
  }
}
