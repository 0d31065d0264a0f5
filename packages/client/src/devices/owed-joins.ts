import { uint64 } from "@colombe/base"
import type { View } from "../conversation/view.ts"
import type { Transaction } from "../home/transaction.ts"
import { deleteRecord, putRecord, readRecord, type Table } from "../records/table.ts"

/** By conversation that this account is in and this device is not: when something was last said there. */
export const joinTable: Table<number> = { number: 80, codec: uint64 }

/** Kept with the log itself, so that nothing is forgotten by whoever stops half-way (spec Y44). */
export async function noteLeaf(transaction: Transaction, { record, state }: View): Promise<void> {
  const { conversation, membership, broken, head } = record
  const owed = membership === "member" && !broken && state.member === undefined
  const noted = await readRecord(transaction, joinTable, conversation)
  if (owed && noted !== head.atMs) putRecord(transaction, joinTable, [conversation], head.atMs)
  if (!owed && noted !== undefined) deleteRecord(transaction, joinTable, conversation)
}
