import { headOf, samePosition, stepAt, type VerifiedChain } from "./chain.ts"
import type { CommitData } from "./group.ts"
import { carriersOf, isMemberView, membershipOf, viewOf } from "./membership.ts"
import type { GroupFacts } from "./policy-facts.ts"

/**
 * What a commit must carry that writes the head of `chain` for a member (spec C11): the links that lead there from what
 * the group records. Undefined where nothing rises, or where the account is no member, whose links are fetched.
 */
export function raiseTo(
  group: Pick<GroupFacts, "leaves" | "extension">,
  chain: VerifiedChain,
): CommitData["raises"][number] | undefined {
  const view = viewOf(membershipOf(group.leaves.values(), group.extension), chain.account)
  if (!isMemberView(view)) return undefined
  const carriers = carriersOf(view)
  // What a reset left out is on no path any more: the links begin with the reset that followed it.
  const left = carriers.filter(position => stepAt(chain, position) === undefined)
  const generation = Math.max(-1, ...left.map(position => position.generation))
  const recorded = chain.steps.findLastIndex(({ position }) =>
    carriers.some(carrier => samePosition(carrier, position)),
  )
  const first =
    left.length > 0 ? chain.steps.findIndex(({ position }) => position.generation > generation) : recorded + 1
  const links = first < 0 ? [] : chain.steps.slice(first).map(({ link }) => link)
  return links.length === 0 ? undefined : { account: chain.account, to: headOf(chain), links }
}
