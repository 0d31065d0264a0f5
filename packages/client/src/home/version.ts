import { fail, type Result, succeed, uint32 } from "@colombe/base"
import { meTable } from "../records/account-records.ts"
import { putRecord, readRecord, type Table } from "../records/table.ts"
import type { LocalStore } from "../store/port.ts"
import { beginTransaction, type Transaction } from "./transaction.ts"

/** What leads from each version of the records to the next, all in one transaction: as a whole or not at all. */
type Migration = (transaction: Transaction) => Promise<void>

/** The first version has nothing before it. A record that changes its form adds a step here. */
const migrations: readonly Migration[] = []
const firstVersion = 1

/** How the records of this store are written. */
export const homeVersionTable: Table<number> = { number: 4, codec: uint32 }

/** In the transaction that makes a home somebody's. */
export function putHomeVersion(transaction: Pick<Transaction, "put">): void {
  putRecord(transaction, homeVersionTable, [], firstVersion + migrations.length)
}

/**
 * Brings the records of a home to the version that this program writes (spec Y73), before anything else reads them. One
 * of a newer version is `home-newer`, one from before the first version `home-older`: both are left as they are.
 */
export async function keepHomeVersion(
  store: LocalStore,
  steps: readonly Migration[] = migrations,
): Promise<Result<void, "home-newer" | "home-older">> {
  const current = firstVersion + steps.length
  const found = await readRecord(store, homeVersionTable)
  if (found === undefined) {
    const isSomebodys = (await readRecord(store, meTable)) !== undefined
    return isSomebodys ? fail("home-older") : succeed()
  }
  if (found > current) return fail("home-newer")
  if (found === current) return succeed()
  const transaction = beginTransaction(store)
  for (const step of steps.slice(found - firstVersion)) await step(transaction)
  putRecord(transaction, homeVersionTable, [], current)
  await transaction.commit()
  return succeed()
}
