import { type Decoded, opaque, optional, struct, uint64, vector } from "@colombe/base"
import { accountId, conversationSeed } from "@colombe/rules"
import { type EntryRecord, entryTable } from "../records/conversation-records.ts"
import { type OutboxRecord, outboxTable } from "../records/send-records.ts"
import type { Table } from "../records/table.ts"
import { text } from "../records/text.ts"

/** By conversation and place: what this device said lately, to be said again where the server has lost it. */
export const keptSendTable: Table<OutboxRecord> = { number: 90, codec: outboxTable.codec }

/**
 * By conversation, the last place that the server still has, and the place that it lost: what this device read there.
 * Place 0 is the line that says what happened.
 */
export const lostTable: Table<EntryRecord> = { number: 91, codec: entryTable.codec }

/** By conversation: since when its log has to be compared with the server's, which may have come back from a backup. */
export const suspectTable: Table<number> = { number: 92, codec: uint64 }

/** By conversation to which somebody invited before the server came back from a backup: its log may be another by now. */
export const oldInvitationTable: Table<number> = { number: 97, codec: uint64 }

/** By conversation that the server has lost whole: what it was. */
const lostConversation = struct({ seed: conversationSeed, title: optional(text) })
export const lostConversationTable: Table<Decoded<typeof lostConversation>> = {
  number: 94,
  codec: lostConversation,
}

/**
 * By conversation whose commits were lost: what the last one had made of it. `back`: people whom it came back with, though
 * they had been taken out or had left. `from`: the place of the state it fell back to.
 */
const fallback = struct({ policy: opaque, people: vector(accountId), back: vector(accountId), from: uint64 })
export type FallbackRecord = Decoded<typeof fallback>
export const fallbackTable: Table<FallbackRecord> = { number: 93, codec: fallback }
