import { equal } from "@colombe/base"
import { type AccountView, isAtLeast, isBelow, isMemberView, roleIn, viewOf } from "./membership.ts"
import { type Case, committerRole, isDirect, isOwn } from "./policy-case.ts"
import type { PolicyCode } from "./policy-codes.ts"
import type { LeafFact, RemovedFact } from "./policy-facts.ts"

/** Who comes in, who goes, who falls silent: everything of it that needs no chain. */
export function membersFault(one: Case): PolicyCode | undefined {
  const leaving = one.commit.removed.filter(({ bySelf }) => bySelf)
  for (const removed of leaving) if (!maySelfRemove(one, removed)) return "self-remove-forbidden"
  for (const account of one.touched) {
    const before = viewOf(one.before, account)
    const after = viewOf(one.after, account)
    const fault =
      repeatedDevice(after.leaves) ??
      gainFault(one, before, after) ??
      lossFault(one, before, after) ??
      dormantFault(before, after) ??
      chainsFault(before, after)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Leaving takes the one leaf of an account and ends its membership, so nothing of it may be dormant. */
function maySelfRemove(one: Case, { index }: RemovedFact): boolean {
  const leaf = one.group.leaves.get(index)
  if (leaf === undefined || isDirect(one)) return false
  const view = viewOf(one.before, leaf.account)
  return view.leaves.length === 1 && view.dormant === undefined
}

function repeatedDevice(leaves: readonly LeafFact[]): PolicyCode | undefined {
  const repeats = leaves.some((leaf, index) =>
    leaves.slice(0, index).some(other => equal(other.device, leaf.device) || equal(other.dsk, leaf.dsk)),
  )
  return repeats ? "already-member" : undefined
}

/** Own devices: everybody. Other accounts and their devices, as leaves or dormant: moderators, in groups. */
function gainFault(one: Case, before: AccountView, after: AccountView): PolicyCode | undefined {
  const adds = one.commit.added.some(({ account }) => equal(account, after.account))
  const enters = !isMemberView(before) && isMemberView(after)
  if (isOwn(one, after.account) || (!adds && !enters)) return undefined
  if (isDirect(one)) return "direct-fixed"
  return isAtLeast(committerRole(one), "moderator") ? undefined : "role-too-low"
}

/** A person is removed by a moderator with a higher role; one who leaves has asked for it. */
function lossFault(one: Case, before: AccountView, after: AccountView): PolicyCode | undefined {
  if (!isMemberView(before) || isMemberView(after)) return undefined
  if (isDirect(one)) return "direct-fixed"
  if (leftBySelf(one, before)) return undefined
  const own = committerRole(one)
  return isAtLeast(own, "moderator") && isBelow(roleIn(before), own) ? undefined : "role-too-low"
}

function leftBySelf({ commit, group }: Case, { account }: AccountView): boolean {
  return commit.removed.some(({ index, bySelf }) => {
    const leaf = group.leaves.get(index)
    return bySelf && leaf !== undefined && equal(leaf.account, account)
  })
}

/** Somebody is put to sleep when the last leaf goes, or is invited; never beside a leaf. */
function dormantFault(before: AccountView, after: AccountView): PolicyCode | undefined {
  if (after.dormant === undefined || after.leaves.length === 0) return undefined
  const stays = before.dormant !== undefined && equal(before.dormant.hash, after.dormant.hash)
  return stays ? undefined : "dormant-with-leaf"
}

/** Of somebody who left, an entry may stay, since an external commit cannot take it away; none is made or changed. */
function chainsFault(before: AccountView, after: AccountView): PolicyCode | undefined {
  if (after.chains === undefined || isMemberView(after)) return undefined
  const stays = before.chains !== undefined && equal(before.chains.hash, after.chains.hash)
  return stays ? undefined : "chains-of-stranger"
}
