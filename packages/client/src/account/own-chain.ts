import { type Bytes, encode, equal, type Result, succeed } from "@colombe/base"
import { headOf, position } from "@colombe/rules"
import { type Home, type Identity, transact } from "../home/home.ts"
import { fetchChain, heldChain } from "./chains.ts"

/** At sign-in the server says where the account's own chain stands: what happened to it meanwhile is looked up. */
export async function catchUpOwnChain(home: Home, { me }: Identity, head: Bytes): Promise<Result<void>> {
  const held = await heldChain(home, home.store, me.account)
  if (held !== undefined && equal(encode(position, headOf(held.chain)), head)) return succeed()
  const following = await transact(home, transaction => fetchChain(home, transaction, me.account))
  // A chain that does not hold changes nothing, and is no reason not to talk.
  return following.ok || following.retry === "never" ? succeed() : following
}
