import {
  type Bytes,
  constant,
  decode,
  encode,
  equal,
  fail,
  opaque,
  optional,
  type Result,
  struct,
  succeed,
  uint8,
  uint32,
} from "@colombe/base"
import type { PublicGroup, PublicGroupState } from "./group.ts"
import { storedPending } from "./group-codec.ts"
import { groupContext } from "./structs/group-info.ts"
import { reInit } from "./structs/proposal.ts"
import { applyTreeDelta, treeDelta, treeDeltaOf } from "./tree/delta.ts"
import { markVerified } from "./verified.ts"

const deltaVersion = 1

const storedDelta = struct({
  version: constant(uint8, deltaVersion),
  /** Which state it follows: one epoch has one tag, and proposals are only ever added in it. */
  follows: struct({ confirmationTag: opaque, pending: uint32 }),
  context: groupContext,
  tree: treeDelta,
  confirmationTag: opaque,
  interimTranscriptHash: opaque,
  pending: storedPending,
  reInit: optional(reInit),
})

/**
 * What changed from one public state to a later one, for one's own log-structured storage: a base of
 * `encodePublicGroup`, then one of these for each change. Its size goes with the height of the tree and not with the
 * number of its members.
 */
export function encodeGroupDelta(before: PublicGroup, after: PublicGroup): Bytes {
  return encode(storedDelta, {
    ...after,
    version: deltaVersion,
    follows: { confirmationTag: before.confirmationTag, pending: before.pending.length },
    tree: treeDeltaOf(before.tree, after.tree),
  })
}

/**
 * Reads what `encodeGroupDelta` wrote onto the state that it was made from; onto another it is `state-mismatch`. Like
 * `decodePublicGroup` it trusts the bytes.
 */
export function applyGroupDelta(
  before: PublicGroup,
  bytes: Bytes,
): Result<PublicGroup, "malformed" | "state-mismatch"> {
  const stored = decode(storedDelta, bytes)
  if (!stored.ok) return stored
  const { version: _, follows, tree: changes, ...rest } = stored.value
  if (!equal(follows.confirmationTag, before.confirmationTag)) return fail("state-mismatch")
  if (follows.pending !== before.pending.length) return fail("state-mismatch")
  if (rest.context.suite !== before.suite.id) return fail("state-mismatch")
  const tree = applyTreeDelta(before.tree, changes)
  if (!tree.ok) return tree
  const state: PublicGroupState = { ...rest, suite: before.suite, tree: tree.value }
  return succeed(markVerified(state))
}
