import { type Bytes, equal, keyOf } from "@colombe/base"
import type { ColombeGroup, Role } from "./group.ts"
import type { AccountId, Position } from "./ids.ts"
import type { LeafFact } from "./policy-facts.ts"

/** Everything that one group state says of one account. */
export interface AccountView {
  readonly account: AccountId
  readonly leaves: readonly LeafFact[]
  readonly dormant: Position | undefined
  readonly chains: Position | undefined
  /** As listed in the extension; see `roleIn` for what it is worth. */
  readonly listed: Role | undefined
}

/** By `keyOf(account)`: every account that a group state names anywhere. */
export type Membership = ReadonlyMap<string, AccountView>

export function membershipOf(leaves: Iterable<LeafFact>, extension: ColombeGroup): Membership {
  const views = new Map<string, AccountView>()
  const change = (account: Bytes, with_: (view: AccountView) => AccountView) => {
    const key = keyOf(account)
    views.set(key, with_(views.get(key) ?? absent(account)))
  }
  for (const leaf of leaves) change(leaf.account, view => ({ ...view, leaves: [...view.leaves, leaf] }))
  for (const { account, position } of extension.dormant)
    change(account, view => ({ ...view, dormant: position }))
  for (const { account, position } of extension.chains)
    change(account, view => ({ ...view, chains: position }))
  for (const { account, role } of extension.roles) change(account, view => ({ ...view, listed: role }))
  return views
}

function absent(account: AccountId): AccountView {
  return { account, leaves: [], dormant: undefined, chains: undefined, listed: undefined }
}

export function viewOf(membership: Membership, account: AccountId): AccountView {
  return membership.get(keyOf(account)) ?? absent(account)
}

/** An account with a leaf, or dormant. */
export function isMemberView(view: AccountView): boolean {
  return view.leaves.length > 0 || view.dormant !== undefined
}

/** A listed role is a member's; left behind by somebody who is none, it is worth nothing. A ban holds always. */
export function roleIn(view: AccountView): Role {
  if (view.listed === "banned") return "banned"
  return isMemberView(view) ? (view.listed ?? "member") : "member"
}

/** Every position that the state records for the account. */
export function carriersOf({ leaves, dormant, chains }: AccountView): readonly Position[] {
  const carriers = leaves.map(({ position }) => position)
  if (dormant !== undefined) carriers.push(dormant)
  if (chains !== undefined) carriers.push(chains)
  return carriers
}

/** Of somebody who is a member, by the roles that a state lists. */
export function roleOf(roles: ColombeGroup["roles"], account: AccountId): Role {
  return roles.find(one => equal(one.account, account))?.role ?? "member"
}

const ranks: Readonly<Record<Role, number>> = { banned: -1, member: 0, moderator: 1, admin: 2, owner: 3 }

export function isAtLeast(role: Role, least: Role): boolean {
  return ranks[role] >= ranks[least]
}

/** Whether `role` is strictly lower. */
export function isBelow(role: Role, other: Role): boolean {
  return ranks[role] < ranks[other]
}

/** Whether somebody who is a member is an admin or an owner. */
export function leads(roles: ColombeGroup["roles"], account: AccountId): boolean {
  return isAtLeast(roleOf(roles, account), "admin")
}
