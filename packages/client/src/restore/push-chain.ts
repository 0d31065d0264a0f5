import { encode, equal, type Result, succeed } from "@colombe/base"
import { link, position } from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import { type Home, type Identity, wireOf } from "../home/home.ts"

/**
 * Spec Y82: links of this account's own chain that the server has lost, in their order. Whoever signed them, any device of
 * the account may bring them back. What the server does not take now is offered at the next sign-in.
 */
export async function pushOwnChain(
  home: Home,
  { me }: Identity,
  serverHead: Uint8Array,
): Promise<Result<void>> {
  const following = await heldChain(home, home.store, me.account)
  if (following === undefined || following.at === "forked") return succeed()
  const { steps } = following.chain
  const last = steps.findIndex(step => equal(encode(position, step.position), serverHead))
  for (const step of last < 0 ? [] : steps.slice(last + 1)) {
    const { generation, seq } = step.position
    const reserved = await wireOf(home).call("reserveLink", { generation, seq })
    if (!reserved.ok) return reserved
    const appended = await wireOf(home).call("appendLink", { link: encode(link, step.link) })
    if (!appended.ok) return appended
  }
  return succeed()
}
