import { type Bytes, equal, fail, type Result } from "@colombe/base"
import type { Sender } from "./structs/framing.ts"
import type { GroupContext } from "./structs/group-info.ts"
import type { LeafNode } from "./structs/leaf-node.ts"
import type { Proposal, ReInit } from "./structs/proposal.ts"
import type { Suite } from "./suite.ts"
import { leafAt, leaves, type Tree } from "./tree/tree.ts"
import type { Verified } from "./verified.ts"

/** A proposal that waits for a commit to refer to it. */
export interface PendingProposal {
  readonly reference: Bytes
  readonly sender: Sender
  readonly proposal: Proposal
  readonly authenticatedData: Bytes
}

export interface PublicGroupState {
  readonly suite: Suite
  readonly context: GroupContext
  readonly tree: Tree
  /** Of the commit that made this epoch. Only members can check it; everybody needs it for the next transcript hash. */
  readonly confirmationTag: Bytes
  readonly interimTranscriptHash: Bytes
  /** In order of arrival. */
  readonly pending: readonly PendingProposal[]
  /** Set by a committed ReInit: no other message follows (RFC 9420 §12.1.5). */
  readonly reInit: ReInit | undefined
}

/** What anybody can know and check of a group in one epoch, without a secret. */
export type PublicGroup = Verified<PublicGroupState, "public group">

export interface Member {
  readonly leafIndex: number
  readonly leaf: LeafNode
}

/** Every member, by leaf index. */
export function members(group: PublicGroupState): Iterable<Member> {
  return leaves(group.tree)
}

/** The leaf at an index; undefined where it is blank or beyond the tree. */
export function memberAt(group: PublicGroupState, leafIndex: number): LeafNode | undefined {
  return leafAt(group.tree, leafIndex)
}

/** The member who signs with this key; keys are unique in a group. */
export function memberBySignatureKey(group: PublicGroupState, signatureKey: Bytes): Member | undefined {
  for (const member of leaves(group.tree)) if (equal(member.leaf.signatureKey, signatureKey)) return member
  return undefined
}

/** RFC 9420 §12.1.5: a group that was told to start again takes no further message. */
export function checkOpen(group: PublicGroupState): Result<void, "group-closed"> {
  return group.reInit === undefined ? { ok: true, value: undefined } : fail("group-closed")
}
