import { equal, succeed } from "@colombe/base"
import { type Home, tell, transact } from "../home/home.ts"
import { cursorTable, meTable } from "../records/account-records.ts"
import { putRecord } from "../records/table.ts"
import { suspectEverything } from "../restore/suspect.ts"
import { selfOf } from "../self/log.ts"

/**
 * The server's store is named at registration. Another name says that it was restored from a backup: it is told, and
 * everything is asked for from the beginning (spec Y9). True where it changed.
 */
export async function keepStoreId(home: Home, storeId: Uint8Array): Promise<boolean> {
  const { identity } = home.current
  if (identity === undefined || equal(identity.me.storeId, storeId)) return false
  const me = { ...identity.me, storeId }
  await transact(home, async transaction => {
    putRecord(transaction, meTable, [], me)
    putRecord(transaction, cursorTable, [], { accountSeq: 0, mailSeq: 0 })
    await suspectEverything(transaction, selfOf(home, me.account), home.clock.now())
    transaction.afterwards(() => tell(home, { type: "me" }))
    return succeed()
  })
  home.current.identity = { ...identity, me }
  return true
}
