import { keyOf } from "@colombe/base"
import type { VerifiedChain } from "./chain.ts"
import { isMemberView, viewOf } from "./membership.ts"
import { type Case, isActiveLeaf, isLeafOf, isOwn, isSameDevice } from "./policy-case.ts"
import type { PolicyCode } from "./policy-codes.ts"
import type { LeafFact } from "./policy-facts.ts"
import type { Positions, RecordedPaths } from "./policy-positions.ts"

/** The committer, each added leaf, and each leaf that is removed while its account stays. */
export function devicesFault(one: Case, positions: Positions): PolicyCode | undefined {
  const fault = committerFault(one, positions)
  if (fault !== undefined) return fault
  for (const leaf of one.commit.added) {
    const recorded = positions.get(keyOf(leaf.account))
    const path = recorded?.after
    if (path === undefined || !fits(one, leaf, recorded)) return "leaf-malformed"
    if (!isActiveLeaf(leaf, path)) return "device-not-active"
  }
  for (const { index, bySelf } of one.commit.removed) {
    const leaf = one.group.leaves.get(index)
    if (!bySelf && leaf !== undefined && !mayRemove(one, leaf, positions)) return "device-active"
  }
  return undefined
}

/** At what the group records before the commit, raised by the committer's own new leaf. */
function committerFault(one: Case, positions: Positions): PolicyCode | undefined {
  const { committer, commit } = one
  const recorded = positions.get(keyOf(committer.account))
  if (commit.path !== undefined && !fits(one, committer, recorded)) return "leaf-malformed"
  const path = commit.path === undefined ? recorded?.before : recorded?.pathOf(committer.position)
  return path !== undefined && isActiveLeaf(committer, path) ? undefined : "device-not-active"
}

function fits(one: Case, leaf: LeafFact, recorded: RecordedPaths | undefined): boolean {
  const path = recorded?.pathOf(leaf.position)
  return path !== undefined && isLeafOf(one.crypto, leaf, path)
}

/** What takes the whole person out was judged by role; here is what takes a device from a member. */
function mayRemove(one: Case, leaf: LeafFact, positions: Positions): boolean {
  const recorded = positions.get(keyOf(leaf.account))
  if (one.commit.committer === undefined) return mayReplace(one, leaf, recorded?.after)
  if (isOwn(one, leaf.account) || !isMemberView(viewOf(one.after, leaf.account))) return true
  if (one.commit.data.reason === "silent") return true
  return recorded?.after !== undefined && !isActiveLeaf(leaf, recorded.after)
}

/** Who joins from outside replaces the same device, or one that is not active where the joiner stands. */
function mayReplace(one: Case, leaf: LeafFact, path: VerifiedChain | undefined): boolean {
  if (!isOwn(one, leaf.account)) return false
  return isSameDevice(leaf, one.committer) || (path !== undefined && !isActiveLeaf(leaf, path))
}
