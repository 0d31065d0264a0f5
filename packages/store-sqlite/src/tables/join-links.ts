import type { Database } from "bun:sqlite"
import type { Bytes } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { JoinAsk, NextEpoch, StoredJoinLink } from "@colombe/store"
import { selectConversation } from "./entries.ts"

export function joinLinkReads(database: Database) {
  const conversationKey = selectConversation(database)
  const links = database.prepare<StoredJoinLink, [number]>(
    "SELECT key, maker, uses_max AS usesMax, used FROM join_link WHERE conversation = ? ORDER BY key",
  )
  const asks = database.prepare<JoinAsk, [number]>(
    `SELECT account, device, key, signature, device_signature AS deviceSignature, at FROM join_ask
     WHERE conversation = ? ORDER BY at, account`,
  )
  return {
    joinLinks(conversation: ConversationId): readonly StoredJoinLink[] {
      const key = conversationKey.get(conversation)?.key
      return key === undefined ? [] : links.all(key)
    },
    asks(conversation: ConversationId): readonly JoinAsk[] {
      const key = conversationKey.get(conversation)?.key
      return key === undefined ? [] : asks.all(key)
    },
  }
}

/** A link that is listed again goes on counting; whoever has come in asks no more. */
export function joinLinkWriter(database: Database) {
  const list = database.prepare<unknown, [number, Bytes, Bytes, number]>(
    `INSERT INTO join_link (conversation, key, maker, uses_max, used) VALUES (?, ?, ?, ?, 0)
     ON CONFLICT (conversation, key) DO UPDATE SET maker = excluded.maker, uses_max = excluded.uses_max`,
  )
  const use = database.prepare<unknown, [number, Bytes]>(
    "UPDATE join_link SET used = used + 1 WHERE conversation = ? AND key = ?",
  )
  // In a group of which nobody asks to come in, this looks at nothing.
  const asking = database.prepare<{ account: Bytes }, [number]>(
    "SELECT account FROM join_ask WHERE conversation = ?",
  )
  const forget = database.prepare<unknown, [number, Bytes, number, Bytes]>(
    `DELETE FROM join_ask WHERE conversation = ? AND account = ?
     AND EXISTS (SELECT 1 FROM member WHERE conversation = ? AND account = ?)`,
  )
  return (conversation: number, { links = [], linkUsed }: NextEpoch): void => {
    for (const { key, maker, usesMax } of links) list.run(conversation, key, maker, usesMax)
    if (linkUsed) use.run(conversation, linkUsed)
    for (const { account } of asking.all(conversation))
      forget.run(conversation, account, conversation, account)
  }
}

export function joinAskWrites(database: Database) {
  const conversationKey = selectConversation(database)
  const put = database.prepare<unknown, [number, Bytes, Bytes, Bytes, Bytes, Bytes, number]>(
    `INSERT OR REPLACE INTO join_ask (conversation, account, device, key, signature, device_signature, at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const drop = database.prepare<unknown, [number, Bytes]>(
    "DELETE FROM join_ask WHERE conversation = ? AND account = ?",
  )
  return {
    putAsk(conversation: ConversationId, ask: JoinAsk): void {
      const key = conversationKey.get(conversation)?.key
      const { account, device, signature, deviceSignature, at } = ask
      if (key !== undefined) put.run(key, account, device, ask.key, signature, deviceSignature, at)
    },
    dropAsk(conversation: ConversationId, account: AccountId): void {
      const key = conversationKey.get(conversation)?.key
      if (key !== undefined) drop.run(key, account)
    },
  }
}
