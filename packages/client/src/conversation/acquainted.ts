import { equal } from "@colombe/base"
import { type AccountId, conversationIdOf, directSeed } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import { seatsOf } from "./facts.ts"
import { loadView } from "./view.ts"

/** Whether the two have accepted each other: both have a leaf in their direct conversation. Others are asked first. */
export async function isAcquainted(home: Home, { me }: Identity, account: AccountId): Promise<boolean> {
  const seed = directSeed(me.account, account)
  if (seed === undefined) return false
  const view = await loadView(home, home.store, conversationIdOf(home.crypto, seed))
  if (view === undefined || view.record.membership !== "member") return false
  return seatsOf(view.state.public).some(seat => equal(seat.account, account))
}
