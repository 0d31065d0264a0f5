import { deviceAt, headOf } from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import type { Home, Identity } from "../home/home.ts"

/** Whether this device is given all history, and so may speak for its account (spec I7). */
export async function hasAllHistory(home: Home, { me }: Pick<Identity, "me">): Promise<boolean> {
  const following = await heldChain(home, home.store, me.account)
  if (following === undefined) return true
  return deviceAt(following.chain, headOf(following.chain), me.device)?.scope.kind !== "from"
}
