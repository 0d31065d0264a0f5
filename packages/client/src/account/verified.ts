import { decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import { type AccountId, type DeviceId, headOf } from "@colombe/rules"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { deleteRecord, putRecord } from "../records/table.ts"
import { registerKey, writeRegister } from "../self/registers.ts"
import { contactShared } from "../self/values.ts"
import { heldChain } from "./chains.ts"
import { mayReach } from "./find-person.ts"
import { isLost, isOf, verifiedTable } from "./verified-records.ts"

/** Spec I15: the numbers were compared, here, by eye or by code; every device of this person's says so from now on. */
export async function verify(home: Home, { me }: Identity, account: AccountId): Promise<Result<void>> {
  if (equal(account, me.account)) return fail("direct-with-oneself")
  return transact(home, async transaction => {
    const following = await heldChain(home, transaction, account)
    if (following === undefined) return fail("account-unknown")
    const reachable = await mayReach(transaction, account)
    if (!reachable.ok) return reachable
    const { generation } = headOf(following.chain)
    const by = { device: me.device, now: home.clock.now() }
    await writeRegister(
      transaction,
      by,
      registerKey("contact", account),
      encode(contactShared, { generation }),
    )
    putRecord(transaction, verifiedTable, [account], { by: me.device, generation })
    transaction.afterwards(() => tell(home, { type: "conversations" }))
    return succeed()
  })
}

export async function unverify(home: Home, { me }: Identity, account: AccountId): Promise<Result<void>> {
  return transact(home, async transaction => {
    const by = { device: me.device, now: home.clock.now() }
    await writeRegister(transaction, by, registerKey("contact", account), new Uint8Array())
    deleteRecord(transaction, verifiedTable, account)
    transaction.afterwards(() => tell(home, { type: "conversations" }))
    return succeed()
  })
}

/** Another device of this person's says so. One that is lost says nothing that holds, whatever time it names. */
export async function takeVerified(
  home: Home,
  transaction: Transaction,
  { me }: Identity,
  account: AccountId,
  value: Uint8Array,
  by: DeviceId,
): Promise<void> {
  transaction.afterwards(() => tell(home, { type: "conversations" }))
  const shared = decode(contactShared, value)
  const own = await heldChain(home, transaction, me.account)
  const following = await heldChain(home, transaction, account)
  const holds = shared.ok && own !== undefined && !isLost(own.chain, by)
  const stands = following === undefined || (shared.ok && isOf(following, shared.value.generation))
  if (holds && stands)
    putRecord(transaction, verifiedTable, [account], { by, generation: shared.value.generation })
  else deleteRecord(transaction, verifiedTable, account)
}
