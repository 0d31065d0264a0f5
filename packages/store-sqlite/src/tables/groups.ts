import type { Database } from "bun:sqlite"
import { type Bytes, keyOf } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { FormerMember, NextEpoch, PendingFanout, StoredGroup } from "@colombe/store"
import { selectConversation } from "./entries.ts"
import { partWriter, stateReader } from "./group-parts.ts"
import { joinLinkWriter } from "./join-links.ts"

const selectMembers = (database: Database) =>
  database.prepare<{ account: Bytes }, [number]>(
    "SELECT account FROM member WHERE conversation = ? ORDER BY account",
  )

export function groupReads(database: Database) {
  const conversationKey = selectConversation(database)
  const members = selectMembers(database)
  const state = stateReader(database)
  const member = database.prepare<unknown, [number, Bytes]>(
    "SELECT 1 FROM member WHERE conversation = ? AND account = ?",
  )
  const left = database.prepare<{ seq: number }, [number, Bytes]>(
    "SELECT seq FROM former_member WHERE conversation = ? AND account = ?",
  )
  const memberships = database.prepare<{ id: Bytes }, [Bytes]>(
    `SELECT conversation.id AS id FROM member JOIN conversation ON conversation.key = member.conversation
     WHERE member.account = ?`,
  )
  return {
    memberships: (account: AccountId): readonly ConversationId[] =>
      memberships.all(account).map(({ id }) => id),
    group(
      conversation: ConversationId,
      place?: { readonly incarnation: number; readonly epoch: number },
    ): StoredGroup | undefined {
      const key = conversationKey.get(conversation)?.key
      return key === undefined ? undefined : state(key, place)
    },
    isMember(conversation: ConversationId, account: AccountId): boolean {
      const key = conversationKey.get(conversation)?.key
      return key !== undefined && member.get(key, account) !== null
    },
    readableUpTo(conversation: ConversationId, account: AccountId): number | undefined {
      const key = conversationKey.get(conversation)?.key
      if (key === undefined) return undefined
      return member.get(key, account) === null ? left.get(key, account)?.seq : Number.POSITIVE_INFINITY
    },
    members(conversation: ConversationId): readonly AccountId[] {
      const key = conversationKey.get(conversation)?.key
      return key === undefined ? [] : members.all(key).map(({ account }) => account)
    },
  }
}

export function pendingReads(database: Database) {
  const members = selectMembers(database)
  const pending = database.prepare<{ key: number; id: Bytes; head: number }, [number]>(
    `SELECT conversation.key AS key, conversation.id AS id,
       (SELECT max(seq) FROM log WHERE log.conversation = conversation.key) AS head
     FROM pending CROSS JOIN conversation ON conversation.key = pending.conversation
     ORDER BY pending.conversation LIMIT ?`,
  )
  const welcomes = database.prepare<
    { account: Bytes; device: Bytes; body: Bytes; commitSeq: number },
    [number]
  >(
    `SELECT account, device, body, commit_seq AS commitSeq FROM owed_welcome
     WHERE conversation = ? ORDER BY commit_seq, row`,
  )
  const left = database.prepare<FormerMember, [number]>(
    "SELECT account, seq FROM former_member WHERE conversation = ? AND untold = 1 ORDER BY seq, account",
  )
  return {
    pendingFanout: (limit: number): readonly PendingFanout[] =>
      pending.all(limit).map(({ key, id, head }) => ({
        conversation: id,
        head,
        members: members.all(key).map(({ account }) => account),
        welcomes: welcomes.all(key),
        left: left.all(key),
      })),
  }
}

/** Stores the epoch that the entry of `seq` makes. */
export function nextEpochWriter(database: Database) {
  const insert = database.prepare<unknown, [number, number, number, number, Bytes]>(
    "INSERT INTO group_state (conversation, incarnation, epoch, seq, group_info) VALUES (?, ?, ?, ?, ?)",
  )
  const addPart = partWriter(database)
  const changeMembers = memberWriter(database)
  const owe = database.prepare<unknown, [number, number, Bytes, Bytes, Bytes]>(
    "INSERT INTO owed_welcome (conversation, commit_seq, account, device, body) VALUES (?, ?, ?, ?, ?)",
  )
  const countLinks = joinLinkWriter(database)
  return (conversation: number, seq: number, next: NextEpoch): void => {
    insert.run(conversation, next.incarnation, next.epoch, seq, next.groupInfo)
    addPart(conversation, next, next.state)
    changeMembers(conversation, seq, next.members)
    countLinks(conversation, next)
    for (const { account, device, body } of next.welcomes) owe.run(conversation, seq, account, device, body)
  }
}

/** The members after the entry of `seq`: who is none any more is kept with it, until they come in again. */
function memberWriter(database: Database) {
  const members = selectMembers(database)
  const statement = (sql: string) => database.prepare<unknown, [number, Bytes]>(sql)
  const add = statement("INSERT OR IGNORE INTO member (conversation, account) VALUES (?, ?)")
  const remove = statement("DELETE FROM member WHERE conversation = ? AND account = ?")
  const forget = statement("DELETE FROM former_member WHERE conversation = ? AND account = ?")
  const forgetRead = statement("DELETE FROM read_position WHERE conversation = ? AND account = ?")
  const keep = database.prepare<unknown, [number, Bytes, number]>(
    "INSERT INTO former_member (conversation, account, seq, untold) VALUES (?, ?, ?, 1)",
  )
  return (conversation: number, seq: number, after: readonly AccountId[]): void => {
    const gone = new Map(members.all(conversation).map(({ account }) => [keyOf(account), account]))
    for (const account of after) {
      if (gone.delete(keyOf(account))) continue
      add.run(conversation, account)
      forget.run(conversation, account)
    }
    for (const account of gone.values()) {
      remove.run(conversation, account)
      forgetRead.run(conversation, account)
      keep.run(conversation, account, seq)
    }
  }
}
