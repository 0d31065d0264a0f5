import type { Database } from "bun:sqlite"
import type { ConversationId } from "@colombe/rules"
import { type ExpiryMoment, expiringKinds, selfOpening } from "@colombe/store"
import { referenceEraser } from "./blobs.ts"
import { selectConversation } from "./entries.ts"

interface Place {
  readonly row: number
  readonly conversation: number
  readonly seq: number
}

interface OldRow extends Place {
  readonly at: number
  readonly type: number
  readonly hasBody: number
  /** What the first entry of its log is. */
  readonly opening: number
}

export function erasureWrites(database: Database) {
  const conversationKey = selectConversation(database)
  const place = database.prepare<Place, [number, number]>(
    "SELECT row, conversation, seq FROM log WHERE conversation = ? AND seq = ? AND body IS NOT NULL",
  )
  const eraseAt = eraser(database)
  const lapsed = lapsedWriter(database)
  const old = oldWriter(database)
  return {
    erase(conversation: ConversationId, seqs: readonly number[]): number {
      const key = conversationKey.get(conversation)?.key
      if (key === undefined) return 0
      const found = seqs.flatMap(seq => place.get(key, seq) ?? [])
      for (const one of found) eraseAt(one)
      return found.length
    },
    expire({ now, keptSince }: ExpiryMoment, limit: number) {
      const first = lapsed(now, limit)
      const second = keptSince === undefined ? { erased: 0, hasMore: false } : old(keptSince, limit)
      return { erased: first.erased + second.erased, hasMore: first.hasMore || second.hasMore }
    },
  }
}

/** The body, and with it what it referred to. */
function eraser(database: Database) {
  const erase = database.prepare<unknown, [number]>(
    "UPDATE log SET body = NULL, expires = NULL WHERE row = ?",
  )
  const letGo = referenceEraser(database)
  return ({ row, conversation, seq }: Place): void => {
    erase.run(row)
    letGo(conversation, seq)
  }
}

/** Through an index of those alone whose body goes by itself. */
function lapsedWriter(database: Database) {
  const due = database.prepare<Place, [number, number]>(
    "SELECT row, conversation, seq FROM log WHERE expires <= ? ORDER BY expires LIMIT ?",
  )
  const erase = eraser(database)
  return (now: number, limit: number) => {
    const rows = due.all(now, limit)
    for (const place of rows) erase(place)
    return { erased: rows.length, hasMore: rows.length === limit }
  }
}

/** Rows are in the order of their arrival: whatever is old comes first, and none is looked at twice. */
function oldWriter(database: Database) {
  const progress = database.prepare<{ row: number }, []>("SELECT row FROM swept")
  const keep = database.prepare<unknown, [number]>("UPDATE swept SET row = ?")
  const next = database.prepare<OldRow, [number, number]>(
    `SELECT row, conversation, seq, at, type, body IS NOT NULL AS hasBody,
       (SELECT type FROM log AS first WHERE first.conversation = log.conversation AND first.seq = 1) AS opening
     FROM log WHERE row > ? ORDER BY row LIMIT ?`,
  )
  const erase = eraser(database)
  return (keptSince: number, limit: number) => {
    const rows = next.all(progress.get()?.row ?? 0, limit)
    const fresh = rows.findIndex(({ at }) => at >= keptSince)
    const looked = fresh < 0 ? rows : rows.slice(0, fresh)
    const gone = looked.filter(
      ({ type, hasBody, opening }) => hasBody && opening !== selfOpening && expiringKinds.includes(type),
    )
    for (const place of gone) erase(place)
    const last = looked.at(-1)
    if (last) keep.run(last.row)
    return { erased: gone.length, hasMore: looked.length === limit }
  }
}
