import type { Database } from "bun:sqlite"
import type { Bytes } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { ConversationHead, StoredEntry } from "@colombe/store"

/** An entry as the log's table holds it: a body that was removed is NULL. */
export type EntryRow = Omit<StoredEntry, "body"> & { readonly body: Bytes | null }

export const entryColumns = "seq, at, type, incarnation, epoch, hash, digest, body, author"

export const fromRow = ({ body, ...entry }: EntryRow): StoredEntry => ({ ...entry, body: body ?? undefined })

export const selectConversation = (database: Database) =>
  database.prepare<{ key: number }, [Bytes]>("SELECT key FROM conversation WHERE id = ?")

export const selectHead = (database: Database) =>
  database.prepare<ConversationHead, [number]>(
    `SELECT seq, at, hash, incarnation, epoch FROM log WHERE conversation = ? ORDER BY seq DESC LIMIT 1`,
  )

export function entryReads(database: Database) {
  const conversationKey = selectConversation(database)
  const head = selectHead(database)
  const page = database.prepare<EntryRow, [number, number, number]>(
    `SELECT ${entryColumns} FROM log WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?`,
  )
  return {
    head(conversation: ConversationId): ConversationHead | undefined {
      const found = conversationKey.get(conversation)
      return found ? (head.get(found.key) ?? undefined) : undefined
    },
    entries(conversation: ConversationId, after: number, limit: number): readonly StoredEntry[] {
      const found = conversationKey.get(conversation)
      return found ? page.all(found.key, after, limit).map(fromRow) : []
    },
  }
}
