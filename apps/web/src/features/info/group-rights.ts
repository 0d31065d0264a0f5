import type { ConversationDetails, Member, Role } from "@colombe/client"

/** From the highest to the lowest. */
export const roles: readonly Role[] = ["owner", "admin", "moderator", "member"]

const isBelow = (role: Role, other: Role): boolean => roles.indexOf(role) > roles.indexOf(other)

type Standing = Pick<ConversationDetails, "membership" | "ownRole">

/** Whether somebody has at least this role, and is in. What is not allowed is not shown; the server refuses it anyway. */
export function isAtLeast({ membership, ownRole }: Standing, least: Role): boolean {
  return membership === "member" && !isBelow(ownRole, least)
}

/** The roles that this person may give somebody else (spec C7). */
export function rolesToGive(standing: Standing, { role: from }: Pick<Member, "role">): readonly Role[] {
  const { ownRole } = standing
  if (!isAtLeast(standing, "admin") || !isBelow(from, ownRole)) return []
  return roles.filter(role => role !== from && (isBelow(role, ownRole) || ownRole === "owner"))
}

/** Spec C5. */
export function mayRemove(standing: Standing, { role }: Pick<Member, "role">): boolean {
  return isAtLeast(standing, "moderator") && isBelow(role, standing.ownRole)
}

/** Spec C7, C8: everybody may lower their own role, but for the last owner. */
export function mayStepDown(details: Standing & Pick<ConversationDetails, "members">): boolean {
  if (!isAtLeast(details, "moderator")) return false
  return details.ownRole !== "owner" || details.members.filter(({ role }) => role === "owner").length > 1
}
