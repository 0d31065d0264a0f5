import { equal, type Result, succeed, toHex } from "@colombe/base"
import { whole } from "@colombe/wire"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { takeRelayed } from "./open.ts"
import { takeRead } from "./reads.ts"
import { readCursorTable } from "./records.ts"

const page = 256

/**
 * How far others have read while this device was away, once on each connection. What belongs to a conversation that is
 * still behind is asked for again on the next.
 */
export async function pullReads(home: Home, identity: Identity): Promise<Result<void>> {
  const { wire } = home.current
  if (wire === undefined || home.relay.pulledOn === wire) return succeed()
  home.relay.pulledOn = wire
  const { storeId } = identity.me
  const cursor = await readRecord(home.store, readCursorTable)
  let number = cursor !== undefined && equal(cursor.storeId, storeId) ? cursor.number : 0
  for (;;) {
    const answer = await wireOf(home).call("pullReads", { after: BigInt(number), limit: page })
    if (!answer.ok) return answer
    const { positions, more } = answer.value
    for (const position of positions) {
      const next = whole(position.number)
      if (next === undefined || next <= number || home.behind.has(toHex(position.conversation)))
        return succeed()
      await takeRelayed({ home, identity }, position, takeRead)
      number = next
    }
    await transact(home, async transaction => {
      putRecord(transaction, readCursorTable, [], { storeId, number })
      return succeed()
    })
    if (!more || positions.length === 0) return succeed()
  }
}
