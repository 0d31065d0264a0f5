import { type AccountView, isAtLeast, isBelow, isMemberView, roleIn, viewOf } from "./membership.ts"
import { type Case, committerRole, isOwn } from "./policy-case.ts"
import type { PolicyCode } from "./policy-codes.ts"

/** Roles set, taken and left behind, account by account. */
export function rolesFault(one: Case): PolicyCode | undefined {
  for (const account of one.touched) {
    const fault = roleFault(one, viewOf(one.before, account), viewOf(one.after, account))
    if (fault !== undefined) return fault
  }
  return hasOwner(one) ? undefined : "last-owner"
}

function roleFault(one: Case, before: AccountView, after: AccountView): PolicyCode | undefined {
  if (isMemberView(after) && after.listed === "banned") return "banned"
  const from = roleIn(before)
  const to = roleIn(after)
  const own = committerRole(one)
  if (to === "banned" || from === "banned") return banFault(one, before, after)
  if (!isMemberView(after)) {
    // What a person leaves behind may stay, since an external commit cannot write it, or go; nothing is put there.
    return after.listed === undefined || after.listed === before.listed ? undefined : "role-of-stranger"
  }
  if (from === to) return undefined
  // Whoever hands over what they are keeps no more than they say.
  if (isOwn(one, after.account) && isBelow(to, from)) return undefined
  if (!isAtLeast(own, "admin") || !isBelow(from, own)) return "role-too-low"
  return isBelow(to, own) || (own === "owner" && to === "owner") ? undefined : "role-too-low"
}

function banFault(one: Case, before: AccountView, after: AccountView): PolicyCode | undefined {
  if (before.listed === after.listed) return undefined
  const own = committerRole(one)
  if (!isAtLeast(own, "moderator")) return "role-too-low"
  if (after.listed === "banned") return isBelow(roleIn(before), own) ? undefined : "role-too-low"
  if (after.listed === undefined) return undefined
  if (!isMemberView(after)) return "role-of-stranger"
  const mayGive = isBelow(after.listed, own) || (own === "owner" && after.listed === "owner")
  return isAtLeast(own, "admin") && mayGive ? undefined : "role-too-low"
}

/** A group always has an owner; a direct has no roles. */
function hasOwner({ after, group }: Case): boolean {
  if (group.extension.seed.kind === "direct") return true
  return [...after.values()].some(view => roleIn(view) === "owner")
}
