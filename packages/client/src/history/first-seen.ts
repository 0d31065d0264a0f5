import { concat, equal } from "@colombe/base"
import { stateOf, type VerifiedChain } from "@colombe/rules"
import type { Transaction } from "../home/transaction.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { firstSeenTable } from "./key-mail-records.ts"

/** Spec K15: by this device's own clock, since neither the server's nor the asker's would do. */
export async function noteFirstSeen(
  transaction: Transaction,
  before: VerifiedChain | undefined,
  after: VerifiedChain,
  now: number,
): Promise<void> {
  const known = before === undefined ? [] : stateOf(before).devices
  for (const { id } of stateOf(after).devices) {
    const key = concat(after.account, id)
    const isKnown =
      known.some(one => equal(one.id, id)) ||
      (await readRecord(transaction, firstSeenTable, key)) !== undefined
    if (!isKnown) putRecord(transaction, firstSeenTable, [key], now)
  }
}
