import { equal } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { deviceIdOf } from "./account.ts"
import { headStep, onPath, type VerifiedChain } from "./chain.ts"
import type { Role } from "./group.ts"
import type { AccountId } from "./ids.ts"
import { ed25519Key } from "./link-build.ts"
import { type AccountView, type Membership, membershipOf, roleIn, viewOf } from "./membership.ts"
import type { CommitFacts, GroupFacts, LeafFact } from "./policy-facts.ts"

/** One commit in its place, with what it changes laid side by side. */
export interface Case {
  readonly crypto: Pick<Crypto, "hash">
  readonly group: GroupFacts
  readonly commit: CommitFacts
  /** Whose commit it is, and the leaf that will be theirs. */
  readonly committer: LeafFact
  readonly before: Membership
  readonly after: Membership
  /** Accounts of which the two states say different things, and the committer's. */
  readonly touched: readonly AccountId[]
}

/** Undefined where the committer or a removed leaf is not there. */
export function caseOf(
  crypto: Pick<Crypto, "hash">,
  group: GroupFacts,
  commit: CommitFacts,
): Case | undefined {
  const own = commit.committer === undefined ? undefined : group.leaves.get(commit.committer)
  const committer = commit.path ?? own
  if (committer === undefined || (commit.committer !== undefined && own === undefined)) return undefined
  const leaves = new Map(group.leaves)
  for (const { index } of commit.removed) if (!leaves.delete(index)) return undefined
  if (commit.committer !== undefined && !leaves.has(commit.committer)) return undefined
  if (commit.committer !== undefined) leaves.set(commit.committer, committer)
  const joined = commit.committer === undefined ? [committer] : []
  const before = membershipOf(group.leaves.values(), group.extension)
  const after = membershipOf(
    [...leaves.values(), ...joined, ...commit.added],
    commit.extension ?? group.extension,
  )
  return { crypto, group, commit, committer, before, after, touched: touchedBy(before, after, committer) }
}

function touchedBy(before: Membership, after: Membership, committer: LeafFact): readonly AccountId[] {
  const accounts: AccountId[] = []
  for (const { account } of new Map([...before, ...after]).values())
    if (equal(account, committer.account) || !sameView(viewOf(before, account), viewOf(after, account)))
      accounts.push(account)
  return accounts
}

function sameView(left: AccountView, right: AccountView): boolean {
  const same = (one: AccountView["dormant"], other: AccountView["dormant"]) =>
    one === undefined || other === undefined ? one === other : equal(one.hash, other.hash)
  return (
    left.listed === right.listed &&
    same(left.dormant, right.dormant) &&
    same(left.chains, right.chains) &&
    left.leaves.length === right.leaves.length &&
    left.leaves.every((leaf, index) => leaf === right.leaves[index])
  )
}

export function isDirect(one: Case): boolean {
  return one.group.extension.seed.kind === "direct"
}

/** Before the commit. */
export function committerRole(one: Case): Role {
  return roleIn(viewOf(one.before, one.committer.account))
}

export function isOwn(one: Case, account: AccountId): boolean {
  return equal(account, one.committer.account)
}

/** The leaf's credential names the account and the key that signs, and the key is one of the path's. */
export function isLeafOf(crypto: Pick<Crypto, "hash">, leaf: LeafFact, path: VerifiedChain): boolean {
  const named = deviceIdOf(crypto, leaf.account, ed25519Key(leaf.dsk))
  return equal(named, leaf.device) && onPath(path, leaf.device, ed25519Key(leaf.dsk))
}

/** At the end of `path`. */
export function isActiveLeaf(leaf: LeafFact, path: VerifiedChain): boolean {
  const { status, devices } = headStep(path).state
  return (
    status === "open" && devices.some(({ id, dsk }) => equal(id, leaf.device) && equal(dsk.bytes, leaf.dsk))
  )
}

export function isSameDevice(left: LeafFact, right: LeafFact): boolean {
  return equal(left.account, right.account) && equal(left.device, right.device) && equal(left.dsk, right.dsk)
}

/** A member's new leaf is the same device's: its keys change, never whose they are. */
export function keepsDevice({ commit, group, committer }: Case): boolean {
  const own = commit.committer === undefined ? undefined : group.leaves.get(commit.committer)
  return own === undefined || isSameDevice(own, committer)
}
