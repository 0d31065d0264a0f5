import {
  type Decoded,
  enumeration,
  fail,
  optional,
  type Result,
  struct,
  succeed,
  uint16,
  uint64,
  vector,
} from "@colombe/base"
import { accountId, type ConversationId, conversationSeed } from "@colombe/rules"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { dropRow, rowsOf } from "../outbox/rows.ts"
import { oweErrand, settleErrand } from "../records/send-records.ts"
import { deleteRecord, putRecord, readRecord, type Table } from "../records/table.ts"
import { text } from "../records/text.ts"

const plannedGroup = struct({
  seed: conversationSeed,
  title: text,
  people: vector(accountId),
  history: enumeration(1, { none: 0, days: 1, all: 2 }),
  historyDays: uint16,
  plannedAtMs: uint64,
  /** A code: it cannot be made, and waits for its person. */
  failed: optional(text),
})
export type PlannedGroup = Decoded<typeof plannedGroup>

/** By conversation: a group that this device is about to make (spec Y87). */
export const plannedGroupTable: Table<PlannedGroup> = { number: 96, codec: plannedGroup }

export function plannedGroupOf(
  reader: RecordReader,
  conversation: ConversationId,
): Promise<PlannedGroup | undefined> {
  return readRecord(reader, plannedGroupTable, conversation)
}

/** Durable, with the errand that makes it. */
export function planGroup(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  planned: PlannedGroup,
): Promise<Result<void>> {
  return transact(home, async transaction => {
    putRecord(transaction, plannedGroupTable, [conversation], planned)
    oweErrand(transaction, conversation, "finishGroup", me.account)
    tellAfterwards(home, transaction)
    return succeed()
  })
}

/** It is made, or never will be. */
export function forgetPlan(
  home: Home,
  { me }: Identity,
  transaction: Transaction,
  conversation: ConversationId,
): void {
  deleteRecord(transaction, plannedGroupTable, conversation)
  settleErrand(transaction, conversation, "finishGroup", me.account)
  tellAfterwards(home, transaction)
}

/** Nothing mends it: from now on it waits for the person. */
export function failPlan(home: Home, conversation: ConversationId, code: string): Promise<Result<void>> {
  return transact(home, async transaction => {
    const planned = await plannedGroupOf(transaction, conversation)
    if (planned === undefined) return succeed()
    putRecord(transaction, plannedGroupTable, [conversation], { ...planned, failed: code })
    tellAfterwards(home, transaction)
    return succeed()
  })
}

/** Throws a group that was never made away, with what was written in it. */
export function dropPlan(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  return home.outboxLane(() =>
    transact(home, async transaction => {
      if ((await plannedGroupOf(transaction, conversation)) === undefined) return fail("conversation-unknown")
      for (const row of await rowsOf(transaction, conversation)) await dropRow(transaction, row)
      forgetPlan(home, identity, transaction, conversation)
      return succeed()
    }),
  )
}

function tellAfterwards(home: Home, transaction: Transaction): void {
  transaction.afterwards(() => tell(home, { type: "conversations" }))
}
