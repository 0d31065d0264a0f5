import {
  type Bytes,
  constant,
  decode,
  encode,
  fail,
  opaque,
  optional,
  type Result,
  struct,
  succeed,
  uint8,
} from "@colombe/base"
import type { PublicGroup, PublicGroupState } from "./group.ts"
import { sender } from "./structs/framing.ts"
import { groupContext } from "./structs/group-info.ts"
import { proposal, reInit } from "./structs/proposal.ts"
import { list } from "./structs/vectors.ts"
import { findSuite, type Suite } from "./suite.ts"
import { decodeTree, encodeTree } from "./tree/codec.ts"
import { markVerified } from "./verified.ts"

const stateVersion = 1

export const storedPending = list(struct({ reference: opaque, sender, proposal, authenticatedData: opaque }))

const storedGroup = struct({
  version: constant(uint8, stateVersion),
  context: groupContext,
  tree: opaque,
  confirmationTag: opaque,
  interimTranscriptHash: opaque,
  pending: storedPending,
  reInit: optional(reInit),
})

/** For one's own storage. */
export function encodePublicGroup(group: PublicGroup): Bytes {
  return encode(storedGroup, { ...group, version: stateVersion, tree: encodeTree(group.tree) })
}

/**
 * Reads what `encodePublicGroup` wrote. The bytes come from one's own storage, so that nothing is verified again:
 * never hand it bytes that somebody else could have written. `suites` are those of the context.
 */
export function decodePublicGroup(
  bytes: Bytes,
  suites?: readonly Suite[],
): Result<PublicGroup, "malformed" | "unsupported-suite"> {
  const stored = decode(storedGroup, bytes)
  if (!stored.ok) return stored
  const suite = findSuite(stored.value.context.suite, suites)
  if (suite === undefined) return fail("unsupported-suite")
  const tree = decodeTree(stored.value.tree)
  if (!tree.ok) return tree
  const { context, confirmationTag, interimTranscriptHash, pending } = stored.value
  const state: PublicGroupState = {
    suite,
    context,
    tree: tree.value,
    confirmationTag,
    interimTranscriptHash,
    pending,
    reInit: stored.value.reInit,
  }
  return succeed(markVerified(state))
}
