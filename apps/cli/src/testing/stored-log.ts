import { Database } from "bun:sqlite"
import { join } from "node:path"

/** One entry as the server's disk has it. */
export interface StoredEntry {
  readonly conversation: Uint8Array
  readonly seq: number
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number
  readonly type: number
  readonly incarnation: number
  readonly epoch: number
  readonly hash: Uint8Array
  readonly author: Uint8Array
  readonly body: Uint8Array
}

/** One epoch as the server's disk has it: `seq` is the entry that made it. */
export interface StoredEpoch {
  readonly conversation: Uint8Array
  readonly incarnation: number
  readonly epoch: number
  readonly seq: number
}

/** What anybody with the server's disk reads: every entry of every conversation, in order. */
export function storedLog(data: string): readonly StoredEntry[] {
  return read(data, database =>
    database
      .query<StoredEntry, []>(
        `SELECT conversation.id AS conversation, seq, at, type, incarnation, epoch, hash, author, body
         FROM log JOIN conversation ON conversation.key = log.conversation ORDER BY conversation.key, seq`,
      )
      .all(),
  )
}

/** Every epoch of every conversation, in the order of the entries that made them. */
export function storedEpochs(data: string): readonly StoredEpoch[] {
  return read(data, database =>
    database
      .query<StoredEpoch, []>(
        `SELECT conversation.id AS conversation, incarnation, epoch, seq
         FROM group_state JOIN conversation ON conversation.key = group_state.conversation
         ORDER BY conversation.key, seq`,
      )
      .all(),
  )
}

function read<Rows>(data: string, query: (database: Database) => Rows): Rows {
  const database = new Database(join(data, "colombe.sqlite"), { readonly: true })
  try {
    return query(database)
  } finally {
    database.close()
  }
}
