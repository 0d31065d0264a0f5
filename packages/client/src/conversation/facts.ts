import { encode, equal, unwrap } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { groupContext, type LeafNode, type PublicGroup } from "@colombe/mls"
import {
  type AccountId,
  type ColombeGroup,
  contextHash,
  type DeviceId,
  type Digest,
  type GroupFacts,
  groupFactsOf,
  type LeafFact,
  leafFactOf,
  type Role,
  roleOf,
} from "@colombe/rules"

/** What a leaf says of itself, and where it is. */
export interface Seat extends LeafFact {
  readonly index: number
}

const known = new WeakMap<PublicGroup, GroupFacts>()

/** Of a group that was judged when it was taken. A group never changes, and every message asks for some of them. */
export function factsOf(group: PublicGroup): GroupFacts {
  const facts = known.get(group) ?? unwrap(groupFactsOf(group))
  known.set(group, facts)
  return facts
}

export function seatOf(index: number, leaf: LeafNode): Seat | undefined {
  const fact = leafFactOf(leaf)
  return fact && { ...fact, index }
}

export function seatsOf(group: PublicGroup): readonly Seat[] {
  return [...factsOf(group).leaves].map(([index, leaf]) => ({ ...leaf, index }))
}

export function seatOfDevice(group: PublicGroup, account: AccountId, device: DeviceId): Seat | undefined {
  return seatsOf(group).find(seat => equal(seat.account, account) && equal(seat.device, device))
}

export function policyOf(group: PublicGroup): ColombeGroup {
  return factsOf(group).extension
}

export function incarnationOf(group: PublicGroup): number {
  return factsOf(group).id.incarnation
}

/** ctx of the group's epoch. */
export function contextOf(crypto: Pick<Crypto, "hash">, group: PublicGroup): Digest {
  return contextHash(crypto, encode(groupContext, group.context))
}

export function sameContext(left: PublicGroup, right: PublicGroup): boolean {
  return equal(encode(groupContext, left.context), encode(groupContext, right.context))
}

export function ownRole(group: PublicGroup, account: AccountId): Role {
  return roleOf(policyOf(group).roles, account)
}
