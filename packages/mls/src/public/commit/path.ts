import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { PublicContext } from "../context.ts"
import { checkNewLeaf } from "../leaf.ts"
import type { UpdatePath } from "../structs/commit.ts"
import type { LeafNode } from "../structs/leaf-node.ts"
import type { Suite } from "../suite.ts"
import { replaceLeaf } from "../tree/change.ts"
import { parentHash, subtreeHash } from "../tree/hash.ts"
import { encryptionKeys } from "../tree/keys.ts"
import { filteredDirectPath, type ParentNode, type PathStep, resolution, type Tree } from "../tree/tree.ts"

export type PathCode =
  | "bad-source"
  | "bad-key"
  | "repeated-key"
  | "bad-path-length"
  | "bad-parent-hash"
  | "bad-signature"

export interface PathParents {
  /** By node number. */
  readonly parents: ReadonlyMap<number, ParentNode>
  /** For the committer's leaf. */
  readonly leafParentHash: Bytes
}

/** New parents with their parent hashes, computed from the root down (RFC 9420 §7.9). `keys` run from leaf to root. */
export function pathParents(
  ctx: PublicContext,
  suite: Suite,
  steps: readonly PathStep[],
  keys: readonly Bytes[],
): PathParents {
  const parents = new Map<number, ParentNode>()
  let above: Bytes = new Uint8Array(0)
  for (const [index, step] of [...steps.entries()].reverse()) {
    const encryptionKey = keys[index] ?? new Uint8Array(0)
    const node = { encryptionKey, parentHash: above, unmergedLeaves: [] }
    parents.set(step.nodeIndex, node)
    const siblingHash = subtreeHash(
      ctx.crypto,
      suite.hash,
      step.copath,
      step.copathFirstLeaf,
      step.copathHeight,
    )
    above = parentHash(ctx.crypto, suite.hash, node, siblingHash)
  }
  return { parents, leafParentHash: above }
}

/** The tree with a path merged: new parents on the filtered direct path, blank ones elsewhere on it. */
export function mergePath(
  tree: Tree,
  leafIndex: number,
  leaf: LeafNode,
  parents: ReadonlyMap<number, ParentNode>,
): Tree {
  return replaceLeaf(tree, leafIndex, leaf, (_, nodeIndex) => parents.get(nodeIndex))
}

export interface PathPlace {
  readonly suite: Suite
  readonly groupId: Bytes
  /** With the proposals applied. */
  readonly tree: Tree
  readonly leafIndex: number
  /** The leaf that this path replaces: the committer's, or the one that an external joiner removes. */
  readonly replaced: LeafNode | undefined
  readonly added: ReadonlySet<number>
}

/** RFC 9420 §12.4.2, everything about a path that needs no secret. */
export async function applyPath(
  ctx: PublicContext,
  place: PathPlace,
  path: UpdatePath,
): Promise<Result<Tree, PathCode>> {
  const { suite, tree, leafIndex } = place
  const { leaf, nodes } = path
  if (leaf.source.kind !== "commit") return fail("bad-source")
  if (place.replaced !== undefined && equal(place.replaced.encryptionKey, leaf.encryptionKey))
    return fail("bad-key")
  const fresh = checkFresh(place, path)
  if (!fresh.ok) return fresh
  const steps = filteredDirectPath(tree, leafIndex)
  if (nodes.length !== steps.length) return fail("bad-path-length")
  for (const [index, step] of steps.entries()) {
    const recipients = resolution(step.copath, step.copathFirstLeaf, step.copathHeight, place.added)
    if (nodes[index]?.encryptedPathSecret.length !== recipients.length) return fail("bad-path-length")
  }
  const keys = nodes.map(node => node.encryptionKey)
  const { parents, leafParentHash } = pathParents(ctx, suite, steps, keys)
  if (!equal(leaf.source.parentHash, leafParentHash)) return fail("bad-parent-hash")
  const usable = await checkNewLeaf(ctx, suite, leaf, { groupId: place.groupId, leafIndex })
  if (!usable.ok) return usable
  return succeed(mergePath(tree, leafIndex, leaf, parents))
}

/** No key of the path stands anywhere in the tree, nor twice in the path. */
function checkFresh(place: PathPlace, path: UpdatePath): Result<void, "repeated-key" | "bad-key"> {
  const known = encryptionKeys(place.tree)
  if (!known.ok) return known
  for (const key of [path.leaf.encryptionKey, ...path.nodes.map(node => node.encryptionKey)]) {
    if (key.length !== place.suite.encryptionKeyBytes) return fail("bad-key")
    if (!known.value.add(key)) return fail("repeated-key")
  }
  return succeed()
}
