import type { Database } from "bun:sqlite"
import type { Bytes } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { NextEpoch, StoredJoinLink } from "@colombe/store"
import { selectConversation } from "./entries.ts"

export function joinLinkReads(database: Database) {
  const conversationKey = selectConversation(database)
  const links = database.prepare<StoredJoinLink, [number]>(
    "SELECT key, maker, uses_max AS usesMax, used FROM join_link WHERE conversation = ? ORDER BY key",
  )
  return {
    joinLinks(conversation: ConversationId): readonly StoredJoinLink[] {
      const key = conversationKey.get(conversation)?.key
      return key === undefined ? [] : links.all(key)
    },
  }
}

/** A link that is listed again goes on counting. */
export function joinLinkWriter(database: Database) {
  const list = database.prepare<unknown, [number, Bytes, Bytes, number]>(
    `INSERT INTO join_link (conversation, key, maker, uses_max, used) VALUES (?, ?, ?, ?, 0)
     ON CONFLICT (conversation, key) DO UPDATE SET maker = excluded.maker, uses_max = excluded.uses_max`,
  )
  const use = database.prepare<unknown, [number, Bytes]>(
    "UPDATE join_link SET used = used + 1 WHERE conversation = ? AND key = ?",
  )
  return (conversation: number, { links = [], linkUsed }: NextEpoch): void => {
    for (const { key, maker, usesMax } of links) list.run(conversation, key, maker, usesMax)
    if (linkUsed) use.run(conversation, linkUsed)
  }
}
