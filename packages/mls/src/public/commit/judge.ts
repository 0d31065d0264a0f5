import { assert, type Bytes, encode, fail, opaque, type Result, struct, succeed } from "@colombe/base"
import type { ContentCode, VerifiedContent } from "../content.ts"
import type { PublicContext } from "../context.ts"
import { checkOpen, type PublicGroup, type PublicGroupState } from "../group.ts"
import { confirmedTranscriptHash, interimTranscriptHash } from "../labels.ts"
import { checkMembers } from "../leaf.ts"
import type { Commit, UpdatePath } from "../structs/commit.ts"
import { authenticatedFormat, framedContent } from "../structs/framing.ts"
import type { GroupContext } from "../structs/group-info.ts"
import type { PreSharedKeyId } from "../structs/pre-shared-key.ts"
import { isFull, makeRoom } from "../tree/change.ts"
import { treeHash } from "../tree/hash.ts"
import { encryptionKeys } from "../tree/keys.ts"
import { leafAt, type Tree } from "../tree/tree.ts"
import { markVerified } from "../verified.ts"
import { type Applied, type ApplyCode, applyProposals } from "./apply.ts"
import { type CommitEffects, effectsOf } from "./effects.ts"
import { applyPath, type PathCode } from "./path.ts"
import {
  type CommitSender,
  type CommittedProposal,
  checkProposals,
  needsPath,
  type ProposalCode,
  resolveProposals,
} from "./proposals.ts"

export type CommitCode =
  | ContentCode
  | ProposalCode
  | ApplyCode
  | PathCode
  | "unsupported-extension"
  | "unsupported-credential"
  | "group-closed"

/** A commit that is right in everything that can be seen without a secret, and where it leads. */
export interface JudgedCommit {
  readonly next: PublicGroup
  readonly effects: CommitEffects
  readonly proposals: readonly CommittedProposal[]
  readonly path: UpdatePath | undefined
  readonly committerLeaf: number
  /** The tree with the proposals applied and the path not yet merged: what path secrets are encrypted to. */
  readonly treeBeforePath: Tree
  readonly added: ReadonlySet<number>
  /** GroupContext with the new tree and the old transcript: what path secrets are bound to. */
  readonly provisionalContext: GroupContext
  readonly preSharedKeys: readonly PreSharedKeyId[]
  readonly externalInit: Bytes | undefined
}

const confirmedInput = struct({ format: authenticatedFormat, content: framedContent, signature: opaque })

/** ConfirmedTranscriptHashInput (RFC 9420 §8.2). */
export function transcriptInput(received: Pick<VerifiedContent, "format" | "content" | "auth">): Bytes {
  const { format, content, auth } = received
  return encode(confirmedInput, { format, content, signature: auth.signature })
}

/** RFC 9420 §12.4.2 without secrets: one judgement for delivery server, members and the committer's own work. */
export async function judgeCommit(
  ctx: PublicContext,
  group: PublicGroup,
  received: VerifiedContent,
): Promise<Result<JudgedCommit, CommitCode>> {
  const { auth } = received
  const { sender, body } = received.content
  const open = checkOpen(group)
  if (!open.ok) return open
  if (body.kind !== "commit" || auth.confirmationTag === undefined) return fail("unexpected-message")
  if (sender.kind !== "member" && sender.kind !== "newMemberCommit") return fail("unexpected-message")
  const prepared = await prepareCommit(ctx, group, body.commit, sender)
  return prepared.ok ? judgePrepared(ctx, group, received, prepared.value) : prepared
}

/** The rest of `judgeCommit`. A committer comes here with what it prepared, so that no addition is verified twice. */
export async function judgePrepared(
  ctx: PublicContext,
  group: PublicGroup,
  received: VerifiedContent,
  { proposals, applied, place }: PreparedCommit,
): Promise<Result<JudgedCommit, CommitCode>> {
  const { content, auth } = received
  if (content.body.kind !== "commit" || auth.confirmationTag === undefined) return fail("unexpected-message")
  const { path } = content.body.commit
  if (path === undefined && needsPath(proposals)) return fail("path-required")
  const merged =
    path === undefined
      ? keysUnique(place.tree)
      : await applyPath(ctx, { ...place, suite: group.suite, groupId: group.context.groupId }, path)
  if (!merged.ok) return merged
  const checked = checkMembers(group.suite, applied.extensions, merged.value)
  if (!checked.ok) return checked
  const provisionalContext = {
    ...group.context,
    epoch: group.context.epoch + 1,
    treeHash: treeHash(ctx.crypto, group.suite.hash, merged.value),
    extensions: applied.extensions,
  }
  const externalInit = proposals.find(({ proposal }) => proposal.kind === "externalInit")?.proposal
  const next = nextGroup(
    ctx,
    group,
    received,
    provisionalContext,
    merged.value,
    auth.confirmationTag,
    applied,
  )
  return succeed({
    next,
    effects: effectsOf(group, next, content, place.leafIndex, proposals, applied),
    proposals,
    path,
    committerLeaf: place.leafIndex,
    treeBeforePath: place.tree,
    added: place.added,
    provisionalContext,
    preSharedKeys: preSharedKeysOf(proposals),
    externalInit: externalInit?.kind === "externalInit" ? externalInit.kemOutput : undefined,
  })
}

function keysUnique(tree: Tree): Result<Tree, "repeated-key"> {
  const keys = encryptionKeys(tree)
  return keys.ok ? succeed(tree) : keys
}

export function preSharedKeysOf(proposals: readonly CommittedProposal[]): readonly PreSharedKeyId[] {
  return proposals.flatMap(({ proposal }) => (proposal.kind === "preSharedKey" ? [proposal.id] : []))
}

function nextGroup(
  ctx: PublicContext,
  group: PublicGroup,
  received: VerifiedContent,
  provisionalContext: GroupContext,
  tree: Tree,
  confirmationTag: Bytes,
  applied: Applied,
): PublicGroup {
  const { suite } = group
  const confirmed = confirmedTranscriptHash(
    ctx.crypto,
    suite,
    group.interimTranscriptHash,
    transcriptInput(received),
  )
  const state: PublicGroupState = {
    suite,
    context: { ...provisionalContext, confirmedTranscriptHash: confirmed },
    tree,
    confirmationTag,
    interimTranscriptHash: interimTranscriptHash(ctx.crypto, suite, confirmed, confirmationTag),
    pending: [],
    reInit: applied.reInit,
  }
  return markVerified(state)
}

/** The committer learns its tag after the judgement: nothing that was judged depends on it. */
export function withConfirmationTag(
  ctx: PublicContext,
  group: PublicGroup,
  confirmationTag: Bytes,
): PublicGroup {
  const { suite, context } = group
  const interim = interimTranscriptHash(ctx.crypto, suite, context.confirmedTranscriptHash, confirmationTag)
  return markVerified({ ...group, confirmationTag, interimTranscriptHash: interim })
}

/** Where a commit's path goes, with the proposals applied. */
export interface PreparedCommit {
  readonly proposals: readonly CommittedProposal[]
  readonly applied: Applied
  readonly place: {
    readonly tree: Tree
    readonly leafIndex: number
    readonly replaced: ReturnType<typeof leafAt>
    readonly added: ReadonlySet<number>
  }
}

/** The part of judging that comes before the path: whoever makes a commit starts here too. */
export async function prepareCommit(
  ctx: PublicContext,
  group: PublicGroupState,
  commit: Commit,
  sender: CommitSender,
): Promise<Result<PreparedCommit, CommitCode>> {
  const proposals = resolveProposals(group, commit, sender)
  if (!proposals.ok) return proposals
  const allowed = checkProposals(group, proposals.value, sender)
  if (!allowed.ok) return allowed
  const applied = await applyProposals(ctx, group, proposals.value)
  if (!applied.ok) return applied
  const added = new Set(applied.value.added.map(({ leafIndex }) => leafIndex))
  if (sender.kind === "member") {
    const { leafIndex } = sender
    const replaced = leafAt(applied.value.tree, leafIndex)
    assert(replaced !== undefined, "no proposal removes the committer")
    const place = { tree: applied.value.tree, leafIndex, replaced, added }
    return succeed({ proposals: proposals.value, applied: applied.value, place })
  }
  if (isFull(applied.value.tree)) return fail("group-full")
  const replaced = applied.value.removed.find(({ bySelf }) => !bySelf)?.leaf
  const place = { ...makeRoom(applied.value.tree), replaced, added }
  return succeed({ proposals: proposals.value, applied: applied.value, place })
}
