import type { Home } from "../home/home.ts"
import { tell } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { type MeRecord, meTable } from "../records/account-records.ts"
import { putRecord, readRecord } from "../records/table.ts"

/** What goes out with a message: nothing where this device has not learnt yet how its person goes by (spec Y45). */
export function namedAs({ displayName }: MeRecord): { readonly senderName?: string } {
  return displayName === "" ? {} : { senderName: displayName }
}

/** A new device takes over the name under which another of its account speaks; one that it has stays. */
export async function learnOwnName(home: Home, transaction: Transaction, name: string): Promise<void> {
  const me = await readRecord(transaction, meTable)
  if (me === undefined || me.displayName !== "") return
  const named = { ...me, displayName: name }
  putRecord(transaction, meTable, [], named)
  transaction.afterwards(() => {
    const { identity } = home.current
    if (identity !== undefined) home.current.identity = { ...identity, me: named }
    tell(home, { type: "me" })
  })
}
