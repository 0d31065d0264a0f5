import { encode, keyOf, toUtf8, uint, uint64 } from "@colombe/base"
import { type AccountId, type ConversationId, kinds, leads } from "@colombe/rules"
import { type CommitReport, commitReport } from "@colombe/seal"
import type { RecordReader } from "../home/transaction.ts"
import { appendRow, newRow } from "../outbox/rows.ts"
import { epochKeyParts } from "../records/conversation-records.ts"
import { oweErrand } from "../records/send-records.ts"
import { putRecord, scanRecords, type Table } from "../records/table.ts"
import { incarnationOf, policyOf, seatOfDevice } from "./facts.ts"
import type { Receiving } from "./receiving.ts"
import type { View } from "./view.ts"

/** Accounts that have to say of one commit that it cannot be processed before the conversation begins anew. */
export const reportsNeeded = 3
/** Of the two in a direct, one is enough. */
const reportsNeededInDirect = 1
/** Reports looked at: more than needed say nothing new. */
const reportsMax = 1_000

/** By conversation, incarnation, epoch and account: the place of the report. */
export const reportTable: Table<number> = { number: 50, codec: uint64 }

/** A commit that was right in public and cannot be processed: said to the others once this device is in again. */
export async function oweReport(
  { home, transaction }: Receiving,
  conversation: ConversationId,
  place: Pick<CommitReport, "incarnation" | "epoch">,
): Promise<void> {
  const content = encode(commitReport, { ...place, code: toUtf8("commit-unprocessable") })
  await appendRow(transaction, conversation, newRow(home, { kind: kinds.report, content }))
}

/** Of a verified sender. */
export function keepReport(
  { transaction }: Receiving,
  conversation: ConversationId,
  from: AccountId,
  { incarnation, epoch }: CommitReport,
  seq: number,
): void {
  putRecord(transaction, reportTable, [...epochKeyParts(conversation, incarnation, epoch), from], seq)
}

/** Whether enough accounts report one epoch of the incarnation that stands (spec Y62). */
export async function isDamaged(reader: RecordReader, { record, state }: View): Promise<boolean> {
  const under = [record.conversation, uint(incarnationOf(state.public), 4)]
  const rows = await scanRecords(reader, reportTable, { under, limit: reportsMax })
  const counts = new Map<string, number>()
  for (const { key } of rows) {
    const epoch = keyOf(key.slice(36, 44))
    counts.set(epoch, (counts.get(epoch) ?? 0) + 1)
  }
  const isDirect = policyOf(state.public).seed.kind === "direct"
  return Math.max(0, ...counts.values()) >= (isDirect ? reportsNeededInDirect : reportsNeeded)
}

/** Whether anybody reports the incarnation that stands: too few to begin it anew unasked may be. */
export async function hasReports(reader: RecordReader, { record, state }: View): Promise<boolean> {
  const under = [record.conversation, uint(incarnationOf(state.public), 4)]
  return (await scanRecords(reader, reportTable, { under, limit: 1 })).length > 0
}

/** Whoever may begin the conversation anew owes that now. */
export function oweReopening({ transaction, identity }: Receiving, { record, state }: View): void {
  const { account, device } = identity.me
  const { seed, roles } = policyOf(state.public)
  const may = seed.kind === "direct" || leads(roles, account)
  if (!may || seatOfDevice(state.public, account, device) === undefined) return
  oweErrand(transaction, record.conversation, "reopen", account)
}
