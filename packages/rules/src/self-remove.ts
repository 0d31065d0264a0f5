import { equal } from "@colombe/base"
import { isMemberView, membershipOf, roleIn, viewOf } from "./membership.ts"
import { invalid, type Verdict, valid } from "./policy-codes.ts"
import type { GroupFacts } from "./policy-facts.ts"

/**
 * Whether the leaf may propose to leave while others (`pending`, leaf indexes) wait to. The server refuses what no
 * commit could carry, since every commit has to carry it.
 */
export function judgeSelfRemove(group: GroupFacts, leaf: number, pending: readonly number[]): Verdict {
  const fact = group.leaves.get(leaf)
  if (fact === undefined) return invalid("leaf-unknown")
  if (group.extension.seed.kind === "direct") return invalid("direct-fixed")
  const members = membershipOf(group.leaves.values(), group.extension)
  const view = viewOf(members, fact.account)
  if (view.leaves.length !== 1 || view.dormant !== undefined) return invalid("self-remove-forbidden")
  const gone = [leaf, ...pending].flatMap(index => group.leaves.get(index)?.account ?? [])
  const owners = [...members.values()].filter(one => isMemberView(one) && roleIn(one) === "owner")
  const left = owners.filter(one => !gone.some(account => equal(account, one.account)))
  return left.length > 0 ? valid : invalid("last-owner")
}
