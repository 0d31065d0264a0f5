import { compare, equal } from "@colombe/base"
import type { CreateCommitInput } from "@colombe/mls"
import { type CommitData, headOf, type Reason, raiseTo } from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import { leafInput } from "../account/leaf.ts"
import type { Home, Identity } from "../home/home.ts"
import { dataOf } from "./commit.ts"
import { factsOf } from "./facts.ts"
import type { View } from "./view.ts"

/**
 * What a commit with a path carries besides its proposals (spec Y43): this device's new leaf stands where its account
 * stands now, which may be higher than anything the group knows of it, so the links that lead there are in it too.
 */
export async function withPath(
  home: Home,
  { me }: Identity,
  view: View,
  reason: Reason,
  raises: CommitData["raises"] = [],
): Promise<Pick<CreateCommitInput, "leaf" | "authenticatedData">> {
  const following = await heldChain(home, home.store, me.account)
  if (following === undefined) return { authenticatedData: dataOf(view, reason, raises) }
  const { chain } = following
  const own = raiseTo(factsOf(view.state.public), chain)
  const others = raises.filter(({ account }) => !equal(account, me.account))
  const all = own === undefined ? others : [...others, own]
  return {
    leaf: leafInput(me.account, me.device, headOf(chain)),
    authenticatedData: dataOf(
      view,
      reason,
      all.toSorted((left, right) => compare(left.account, right.account)),
    ),
  }
}
