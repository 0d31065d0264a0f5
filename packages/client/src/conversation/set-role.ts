import { equal, fail, type Result, succeed } from "@colombe/base"
import { type AccountId, type ColombeGroup, type ConversationId, leads, roleOf } from "@colombe/rules"
import type { Role } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import { withoutLinksOf } from "../invites/own-links.ts"
import { isMember } from "./add-members.ts"
import { changePolicy } from "./change-policy.ts"
import { without, withRole } from "./policy.ts"
import type { View } from "./view.ts"

const roles: readonly Role[] = ["member", "moderator", "admin", "owner"]

/** Spec Y88: of a member, whether they have a device in the group or are still invited. */
export async function setRole(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  account: AccountId,
  role: Role,
): Promise<Result<void>> {
  if (!roles.includes(role)) return fail("role-invalid")
  return changePolicy(home, identity, conversation, async (now, view) => {
    const refused = refusal(now, view, account)
    if (refused !== undefined) return refused
    if (roleOf(now.roles, account) === role) return succeed(undefined)
    const roles = role === "member" ? without(now.roles, [account]) : withRole(now.roles, { account, role })
    const next = { ...now, roles }
    if (leads(roles, account)) return succeed(next)
    const own = identity.me.account
    const { links } = await withoutLinksOf(home.store, conversation, now, own, [account])
    return succeed({ ...next, links })
  })
}

/** In one commit, so that no moment has no owner: they are owner, and who hands over stays as admin (spec Y88). */
export function handOver(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  account: AccountId,
): Promise<Result<void>> {
  const own = identity.me.account
  return changePolicy(home, identity, conversation, (now, view) => {
    const refused = refusal(now, view, account)
    if (refused !== undefined) return refused
    if (equal(account, own)) return succeed(undefined)
    const given = withRole(now.roles, { account, role: "owner" })
    return succeed({ ...now, roles: withRole(given, { account: own, role: "admin" }) })
  })
}

/** Lets somebody who was banned come back when somebody adds them (spec Y89). */
export function liftBan(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  account: AccountId,
): Promise<Result<void>> {
  return changePolicy(home, identity, conversation, now => {
    const isBanned = roleOf(now.roles, account) === "banned"
    return isBanned ? succeed({ ...now, roles: without(now.roles, [account]) }) : fail("ban-unknown")
  })
}

function refusal({ seed }: ColombeGroup, view: View, account: AccountId) {
  if (seed.kind === "direct") return fail("commit-forbidden")
  return isMember(view, account) ? undefined : fail("member-unknown")
}
