import { equal, fail, type Result, succeed } from "@colombe/base"
import { type KnownHead, knownHead } from "@colombe/seal"
import { epochRoster } from "../conversation/epoch.ts"
import type { View } from "../conversation/view.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { entryTable, seqKey } from "../records/conversation-records.ts"
import { putRecord, readRecord, type Table } from "../records/table.ts"

/** By conversation: how far another device of this account had come when it vouched for it. */
export const knownHeadTable: Table<KnownHead> = { number: 81, codec: knownHead }

/** Of two, the one that is further on. */
export async function keepKnownHeads(transaction: Transaction, heads: readonly KnownHead[]): Promise<void> {
  for (const head of heads) {
    const known = await readRecord(transaction, knownHeadTable, head.conversation)
    if (known === undefined || known.seq < head.seq)
      putRecord(transaction, knownHeadTable, [head.conversation], head)
  }
}

/**
 * Whether the log as this device has replayed it leads through what was vouched for, spec C22: a server that shows
 * another log, or an older state of this one, finds nobody who joins it. Nothing is checked where nobody vouched.
 */
export async function leadsThroughKnownHead(reader: RecordReader, { record }: View): Promise<Result<void>> {
  const { conversation, head } = record
  const known = await readRecord(reader, knownHeadTable, conversation)
  if (known === undefined) return succeed()
  if (head.seq < known.seq) return fail("group-unproven", "after-delay")
  const entry = await readRecord(reader, entryTable, conversation, seqKey(known.seq))
  const { incarnation, epoch, ctx } = known.floor
  const state = await epochRoster(reader, { conversation, incarnation, epoch })
  const same = entry !== undefined && equal(entry.hash, known.log) && state !== undefined
  return same && equal(state.ctx, ctx) ? succeed() : fail("group-unproven")
}
