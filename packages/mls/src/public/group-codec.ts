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
import { restoreHashes, storedHashesOf } from "./tree/stored-hashes.ts"
import { markVerified } from "./verified.ts"

const stateVersion = 2
/** Without the tree hashes, which are then computed when they are first needed. */
const versionWithoutHashes = 1

export const storedPending = list(struct({ reference: opaque, sender, proposal, authenticatedData: opaque }))

const fields = {
  context: groupContext,
  tree: opaque,
  confirmationTag: opaque,
  interimTranscriptHash: opaque,
  pending: storedPending,
  reInit: optional(reInit),
}
const storedGroup = struct({
  version: constant(uint8, stateVersion),
  ...fields,
  treeHashes: list(opaque),
})
const storedWithoutHashes = struct({
  version: constant(uint8, versionWithoutHashes),
  ...fields,
})

/** For one's own storage. */
export function encodePublicGroup(group: PublicGroup): Bytes {
  const { tree } = group
  const treeHashes = storedHashesOf(tree)
  return encode(storedGroup, {
    ...group,
    version: stateVersion,
    tree: encodeTree(tree),
    treeHashes,
  })
}

function readStored(bytes: Bytes) {
  if (bytes[0] !== versionWithoutHashes) return decode(storedGroup, bytes)
  const older = decode(storedWithoutHashes, bytes)
  return older.ok ? succeed({ ...older.value, treeHashes: undefined }) : older
}

/**
 * Reads what `encodePublicGroup` wrote. The bytes come from one's own storage, so that nothing is verified again:
 * never hand it bytes that somebody else could have written. `suites` are those of the context.
 */
export function decodePublicGroup(
  bytes: Bytes,
  suites?: readonly Suite[],
): Result<PublicGroup, "malformed" | "unsupported-suite"> {
  const stored = readStored(bytes)
  if (!stored.ok) return stored
  const suite = findSuite(stored.value.context.suite, suites)
  if (suite === undefined) return fail("unsupported-suite")
  const tree = decodeTree(stored.value.tree)
  if (!tree.ok) return tree
  const { treeHashes } = stored.value
  if (treeHashes !== undefined && !restoreHashes(tree.value, treeHashes)) return fail("malformed")
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
