import { equal, fail, type Result, succeed } from "@colombe/base"
import type { PublicContext } from "../context.ts"
import type { PublicGroupState } from "../group.ts"
import { inBatches } from "../in-batches.ts"
import { checkKeyPackage, type KeyPackageCode } from "../key-package.ts"
import { checkNewLeaf } from "../leaf.ts"
import { type Extension, readExternalSenders, repeatsType } from "../structs/extension.ts"
import type { KeyPackage } from "../structs/key-package.ts"
import type { LeafNode } from "../structs/leaf-node.ts"
import type { ReInit } from "../structs/proposal.ts"
import { addLeaf, isFull, removeLeaf, updateLeaf } from "../tree/change.ts"
import { keySet } from "../tree/keys.ts"
import { leafAt, type Tree } from "../tree/tree.ts"
import type { CommittedProposal } from "./proposals.ts"

export interface AddedMember {
  readonly leafIndex: number
  readonly leaf: LeafNode
  readonly keyPackage: KeyPackage
}
export interface RemovedMember {
  readonly leafIndex: number
  readonly leaf: LeafNode
  /** The member asked for it with a SelfRemove. */
  readonly bySelf: boolean
}
export interface UpdatedMember {
  readonly leafIndex: number
  readonly before: LeafNode
  readonly after: LeafNode
}

/** The group's tree and extensions with the proposals applied, before any path. */
export interface Applied {
  readonly tree: Tree
  readonly extensions: readonly Extension[]
  readonly added: readonly AddedMember[]
  readonly removed: readonly RemovedMember[]
  readonly updated: readonly UpdatedMember[]
  readonly reInit: ReInit | undefined
}

export type ApplyCode = KeyPackageCode | "bad-key" | "repeated-key" | "unknown-member" | "group-full"

/** RFC 9420 §12.3, in its order: extensions, updates, removals (SelfRemoves first), additions. */
export async function applyProposals(
  ctx: PublicContext,
  group: PublicGroupState,
  proposals: readonly CommittedProposal[],
): Promise<Result<Applied, ApplyCode>> {
  const extensions = newExtensions(group, proposals)
  if (!extensions.ok) return extensions
  const afterUpdates = await applyUpdates(ctx, group, proposals)
  if (!afterUpdates.ok) return afterUpdates
  const afterRemovals = applyRemovals(afterUpdates.value.tree, proposals)
  if (!afterRemovals.ok) return afterRemovals
  const afterAdditions = await applyAdditions(ctx, group, afterRemovals.value.tree, proposals)
  if (!afterAdditions.ok) return afterAdditions
  const reInit = proposals.find(({ proposal }) => proposal.kind === "reInit")?.proposal
  return succeed({
    tree: afterAdditions.value.tree,
    extensions: extensions.value,
    added: afterAdditions.value.added,
    removed: afterRemovals.value.removed,
    updated: afterUpdates.value.updated,
    reInit: reInit?.kind === "reInit" ? reInit : undefined,
  })
}

function newExtensions(
  group: PublicGroupState,
  proposals: readonly CommittedProposal[],
): Result<readonly Extension[], "malformed"> {
  for (const { proposal } of proposals)
    if (proposal.kind === "groupContextExtensions") {
      if (repeatsType(proposal.extensions)) return fail("malformed")
      const senders = readExternalSenders(proposal.extensions)
      return senders.ok ? succeed(proposal.extensions) : senders
    }
  return succeed(group.context.extensions)
}

async function applyUpdates(
  ctx: PublicContext,
  group: PublicGroupState,
  proposals: readonly CommittedProposal[],
): Promise<Result<{ tree: Tree; updated: readonly UpdatedMember[] }, ApplyCode>> {
  let { tree } = group
  const updated: UpdatedMember[] = []
  for (const { proposal, sender } of proposals) {
    if (proposal.kind !== "update" || sender.kind !== "member") continue
    const { leafIndex } = sender
    const before = leafAt(group.tree, leafIndex)
    if (before === undefined) return fail("unknown-member")
    if (proposal.leaf.source.kind !== "update") return fail("bad-source")
    if (equal(proposal.leaf.encryptionKey, before.encryptionKey)) return fail("bad-key")
    const place = { groupId: group.context.groupId, leafIndex }
    const usable = await checkNewLeaf(ctx, group.suite, proposal.leaf, place)
    if (!usable.ok) return usable
    tree = updateLeaf(tree, leafIndex, proposal.leaf)
    updated.push({ leafIndex, before, after: proposal.leaf })
  }
  return succeed({ tree, updated })
}

function applyRemovals(
  before: Tree,
  proposals: readonly CommittedProposal[],
): Result<{ tree: Tree; removed: readonly RemovedMember[] }, "unknown-member"> {
  const removals: { leafIndex: number; bySelf: boolean }[] = []
  for (const { proposal, sender } of proposals)
    if (proposal.kind === "selfRemove" && sender.kind === "member")
      removals.push({ leafIndex: sender.leafIndex, bySelf: true })
  for (const { proposal } of proposals)
    if (proposal.kind === "remove") removals.push({ leafIndex: proposal.removed, bySelf: false })
  let tree = before
  const removed: RemovedMember[] = []
  for (const { leafIndex, bySelf } of removals) {
    const leaf = leafAt(tree, leafIndex)
    if (leaf === undefined) return fail("unknown-member")
    tree = removeLeaf(tree, leafIndex)
    removed.push({ leafIndex, leaf, bySelf })
  }
  return succeed({ tree, removed })
}

async function applyAdditions(
  ctx: PublicContext,
  group: PublicGroupState,
  before: Tree,
  proposals: readonly CommittedProposal[],
): Promise<Result<{ tree: Tree; added: readonly AddedMember[] }, ApplyCode>> {
  let tree = before
  const added: AddedMember[] = []
  const initKeys = keySet()
  const adds = proposals.flatMap(({ proposal }) => (proposal.kind === "add" ? [proposal] : []))
  const checks = await inBatches(
    adds,
    ({ keyPackage }) => checkKeyPackage(ctx, group.suite, keyPackage),
    ({ ok }) => !ok,
  )
  for (const [index, proposal] of adds.entries()) {
    const checked = checks[index]
    if (checked?.ok === false) return checked
    // Whoever has one init key could open the Welcome of both.
    if (!initKeys.add(proposal.keyPackage.initKey)) return fail("repeated-key")
    if (isFull(tree)) return fail("group-full")
    const { leaf } = proposal.keyPackage
    const grown = addLeaf(tree, leaf)
    tree = grown.tree
    added.push({ leafIndex: grown.leafIndex, leaf, keyPackage: proposal.keyPackage })
  }
  return succeed({ tree, added })
}
