import type { Bytes } from "@colombe/base"
import type { PublicGroupState } from "../group.ts"
import type { Extension } from "../structs/extension.ts"
import type { FramedContent } from "../structs/framing.ts"
import type { LeafNode } from "../structs/leaf-node.ts"
import type { PreSharedKeyId } from "../structs/pre-shared-key.ts"
import type { ReInit } from "../structs/proposal.ts"
import { leafAt } from "../tree/tree.ts"
import type { AddedMember, Applied, RemovedMember, UpdatedMember } from "./apply.ts"
import type { CommittedProposal } from "./proposals.ts"

export interface Committer {
  /** In the new epoch; a member's leaf does not move. */
  readonly leafIndex: number
  /** True for a joiner by external commit: there is no leaf before. */
  readonly external: boolean
  readonly before: LeafNode | undefined
  /** The leaf of the path; undefined where the commit has no path. */
  readonly after: LeafNode | undefined
}

/**
 * What a commit does, all of it public: the application judges this (roles, credentials, who may remove whom) before
 * it keeps the next state.
 */
export interface CommitEffects {
  /** The epoch that the commit makes. */
  readonly epoch: number
  readonly committer: Committer
  readonly authenticatedData: Bytes
  readonly proposals: readonly CommittedProposal[]
  readonly added: readonly AddedMember[]
  readonly removed: readonly RemovedMember[]
  readonly updated: readonly UpdatedMember[]
  /** Equal lists (the same object) where no proposal changes them. */
  readonly extensions: { readonly before: readonly Extension[]; readonly after: readonly Extension[] }
  readonly preSharedKeys: readonly PreSharedKeyId[]
  readonly reInit: ReInit | undefined
}

export function effectsOf(
  group: PublicGroupState,
  next: PublicGroupState,
  content: FramedContent,
  committerLeaf: number,
  proposals: readonly CommittedProposal[],
  applied: Applied,
): CommitEffects {
  const external = content.sender.kind === "newMemberCommit"
  const hasPath = content.body.kind === "commit" && content.body.commit.path !== undefined
  return {
    epoch: next.context.epoch,
    committer: {
      leafIndex: committerLeaf,
      external,
      before: external ? undefined : leafAt(group.tree, committerLeaf),
      after: hasPath ? leafAt(next.tree, committerLeaf) : undefined,
    },
    authenticatedData: content.authenticatedData,
    proposals,
    added: applied.added,
    removed: applied.removed,
    updated: applied.updated,
    extensions: { before: group.context.extensions, after: next.context.extensions },
    preSharedKeys: proposals.flatMap(({ proposal }) =>
      proposal.kind === "preSharedKey" ? [proposal.id] : [],
    ),
    reInit: applied.reInit,
  }
}
