import { type Bytes, decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type Extension, groupContext, type LeafNode, members, type PublicGroup } from "@colombe/mls"
import {
  type AccountId,
  type ColombeGroup,
  colombeGroup,
  colombeGroupExtension,
  contextHash,
  type DeviceId,
  type Digest,
  decodeGroupId,
  type GroupId,
  leafIdentity,
  type Position,
  position,
  positionExtension,
} from "@colombe/rules"

/** What a leaf says of itself. */
export interface Seat {
  readonly index: number
  readonly account: AccountId
  readonly device: DeviceId
  readonly dsk: Bytes
  readonly position: Position
}

export function seatOf(index: number, leaf: LeafNode): Seat | undefined {
  if (leaf.credential.type !== "basic") return undefined
  const identity = decode(leafIdentity, leaf.credential.identity)
  const data = leaf.extensions.find(({ type }) => type === positionExtension)?.data
  const at = data === undefined ? undefined : decode(position, data)
  if (!identity.ok || !at?.ok) return undefined
  return { index, ...identity.value, dsk: leaf.signatureKey, position: at.value }
}

export function seatsOf(group: PublicGroup): readonly Seat[] {
  return [...members(group)].flatMap(({ leafIndex, leaf }) => seatOf(leafIndex, leaf) ?? [])
}

export function seatOfDevice(group: PublicGroup, account: AccountId, device: DeviceId): Seat | undefined {
  return seatsOf(group).find(seat => equal(seat.account, account) && equal(seat.device, device))
}

export function readColombeGroup(extensions: readonly Extension[]): Result<ColombeGroup> {
  const data = extensions.find(({ type }) => type === colombeGroupExtension)?.data
  return data === undefined ? fail("conversation-invalid") : decode(colombeGroup, data)
}

/** Of a group that was judged when it was taken. */
export function policyOf(group: PublicGroup): ColombeGroup {
  const read = readColombeGroup(group.context.extensions)
  if (!read.ok) throw new Error("a judged group has its extension")
  return read.value
}

export function groupIdOf(group: PublicGroup): Result<GroupId> {
  const id = decodeGroupId(group.context.groupId)
  return id.ok ? succeed(id.value) : id
}

/** ctx of the group's epoch. */
export function contextOf(crypto: Pick<Crypto, "hash">, group: PublicGroup): Digest {
  return contextHash(crypto, encode(groupContext, group.context))
}

export function sameContext(left: PublicGroup, right: PublicGroup): boolean {
  return equal(encode(groupContext, left.context), encode(groupContext, right.context))
}
