import { type AccountId, stateOf } from "@colombe/rules"
import type { Home } from "../home/home.ts"
import { heldChain } from "./chains.ts"

/** How many devices of an account there are, as its chain says here. */
export async function ownDevices(home: Home, account: AccountId): Promise<number> {
  const held = await heldChain(home, home.store, account)
  return held === undefined ? 1 : stateOf(held.chain).devices.length
}
