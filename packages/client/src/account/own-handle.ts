import { decode, encode, type Result, succeed } from "@colombe/base"
import { handleStatement, signHandle, verifyHandle } from "@colombe/rules"
import { hasAllHistory } from "../devices/own-scope.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { contactTable } from "../records/account-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { heldChain } from "./chains.ts"

/**
 * The statement by which others find this account is worth what its signer is: where that device was removed, this one
 * signs anew (spec H6). What fails here is made up for at the next sign-in.
 */
export async function keepHandle(home: Home, identity: Identity): Promise<Result<void>> {
  const { me, signer } = identity
  const following = await heldChain(home, home.store, me.account)
  const contact = await readRecord(home.store, contactTable, me.account)
  if (following?.at !== "followed" || contact === undefined) return succeed()
  if (!(await hasAllHistory(home, identity))) return succeed()
  const { handle } = contact
  if (handle !== undefined && (await verifyHandle(home.crypto, following.chain, handle)).ok) return succeed()
  const account = { account: me.account, have: following.chain.steps.length }
  const there = await wireOf(home).call("pullChain", account)
  if (!there.ok) return there
  const last = decode(handleStatement, there.value.handleStatement)
  const number = Math.max(handle?.statement.number ?? 0, last.ok ? last.value.number : 0) + 1
  const signed = await signHandle(following.chain, { name: me.handle, host: me.host }, number, signer)
  const answer = await wireOf(home).call("stateHandle", {
    statement: encode(handleStatement, signed.statement),
    signature: signed.signature,
  })
  if (!answer.ok) return answer
  return transact(home, async transaction => {
    const now = await readRecord(transaction, contactTable, me.account)
    if (now !== undefined) putRecord(transaction, contactTable, [me.account], { ...now, handle: signed })
    return succeed()
  })
}
