import {
  type Bytes,
  decode,
  type Milliseconds,
  type Result,
  succeed,
  uint64,
  unwrap,
  vector,
} from "@colombe/base"
import { type DeletedEntry, type Deletion, deletedEntry } from "@colombe/seal"
import { type Home, transact, wireOf } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { seqKey } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, scanRecords, type Table } from "../records/table.ts"

/** By conversation and seq of a deletion of this device's: what it names, until the server has taken it out. */
const owedErasureTable: Table<readonly DeletedEntry[]> = { number: 35, codec: vector(deletedEntry) }

/** How long what could not be asked for waits, in milliseconds. */
const againAfter: Milliseconds = 10_000
/** Deletions asked for in one round. */
const roundMax = 64
const conversationBytes = 32

/** From the transaction in which this device sees its own deletion in the log. */
export function oweErasure(
  transaction: Transaction,
  conversation: Bytes,
  seq: number,
  { entries }: Deletion,
): void {
  putRecord(transaction, owedErasureTable, [conversation, seqKey(seq)], entries)
}

/**
 * Has the server take out what was deleted (spec Y69). Gives when to come again, undefined where nothing waits.
 */
export async function eraseDeleted(home: Home): Promise<Milliseconds | undefined> {
  const rows = await scanRecords(home.store, owedErasureTable, { limit: roundMax })
  let waits = rows.length === roundMax
  for (const { key, value } of rows) {
    const asked = await ask(home, key, value)
    if (!asked.ok && asked.retry !== "never") {
      waits = true
      continue
    }
    await transact(home, async transaction => {
      deleteRecord(transaction, owedErasureTable, key)
      return succeed()
    })
  }
  return waits ? home.clock.now() + againAfter : undefined
}

function ask(home: Home, key: Bytes, entries: readonly DeletedEntry[]): Promise<Result<unknown>> {
  return wireOf(home).call("erase", {
    conversation: key.slice(0, conversationBytes),
    deletion: BigInt(unwrap(decode(uint64, key.slice(conversationBytes)))),
    entries: entries.map(({ seq, entry }) => ({ seq: BigInt(seq), digest: entry })),
  })
}
