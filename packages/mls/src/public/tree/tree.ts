import { assert, type Bytes, type Decoded, opaque, struct, uint32 } from "@colombe/base"
import type { LeafNode } from "../structs/leaf-node.ts"
import { list } from "../structs/vectors.ts"

/** RFC 9420 §7.1. `unmergedLeaves` rises strictly. */
export const parentNode = struct({ encryptionKey: opaque, parentHash: opaque, unmergedLeaves: list(uint32) })
export type ParentNode = Decoded<typeof parentNode>

/** Above every group of the profile, and a bound on what a hostile tree can make us allocate. */
export const treeHeightMax = 16
export const treeLeavesMax = 2 ** treeHeightMax

/**
 * A subtree, never changed once made: a new tree shares every subtree in which nothing changed. `hash` is filled
 * on first use with the tree hash (§7.8), which depends only on the subtree and on its place, and a subtree never
 * moves.
 */
export interface LeafSlot {
  readonly node: LeafNode | undefined
  readonly occupied: 0 | 1
  hash: Bytes | undefined
}
export interface ParentSlot {
  readonly node: ParentNode | undefined
  readonly left: Subtree
  readonly right: Subtree
  /** Leaves under it that are not blank. */
  readonly occupied: number
  hash: Bytes | undefined
}
export type Subtree = LeafSlot | ParentSlot

/** A ratchet tree with 2^height places for leaves (RFC 9420 §4.1). */
export interface Tree {
  readonly height: number
  readonly root: Subtree
}

export function isParent(subtree: Subtree): subtree is ParentSlot {
  return "left" in subtree
}

export function leafSlot(node: LeafNode | undefined): LeafSlot {
  return { node, occupied: node === undefined ? 0 : 1, hash: undefined }
}

export function parentSlot(node: ParentNode | undefined, left: Subtree, right: Subtree): ParentSlot {
  return { node, left, right, occupied: left.occupied + right.occupied, hash: undefined }
}

export function blankSubtree(height: number): Subtree {
  return height === 0
    ? leafSlot(undefined)
    : parentSlot(undefined, blankSubtree(height - 1), blankSubtree(height - 1))
}

export function leavesOf(tree: Tree): number {
  return 2 ** tree.height
}

/** Number of the node above `height` levels of leaves of which the first is `firstLeaf`. */
export function nodeIndexOf(firstLeaf: number, height: number): number {
  return 2 * firstLeaf + 2 ** height - 1
}

export function leafAt(tree: Tree, leafIndex: number): LeafNode | undefined {
  if (leafIndex >= leavesOf(tree)) return undefined
  let subtree = tree.root
  for (let height = tree.height - 1; isParent(subtree); height--)
    subtree = Math.floor(leafIndex / 2 ** height) % 2 === 0 ? subtree.left : subtree.right
  return subtree.node
}

/** One step of a direct path: a parent, its child beside the path, and where both stand. */
export interface PathStep {
  readonly nodeIndex: number
  readonly node: ParentNode | undefined
  readonly copath: Subtree
  readonly copathFirstLeaf: number
  readonly copathHeight: number
}

/** From the lowest parent of the leaf to the root (RFC 9420 §4.1.2, direct path and copath together). */
export function directPath(tree: Tree, leafIndex: number): readonly PathStep[] {
  assert(leafIndex < leavesOf(tree), "the leaf has a place in the tree")
  const steps: PathStep[] = []
  let subtree = tree.root
  let firstLeaf = 0
  for (let height = tree.height; isParent(subtree); height--) {
    const half = 2 ** (height - 1)
    const goesLeft = leafIndex < firstLeaf + half
    steps.push({
      nodeIndex: nodeIndexOf(firstLeaf, height),
      node: subtree.node,
      copath: goesLeft ? subtree.right : subtree.left,
      copathFirstLeaf: goesLeft ? firstLeaf + half : firstLeaf,
      copathHeight: height - 1,
    })
    subtree = goesLeft ? subtree.left : subtree.right
    if (!goesLeft) firstLeaf += half
  }
  return steps.reverse()
}

/** The direct path without the parents beside which nobody is (RFC 9420 §4.1.2). */
export function filteredDirectPath(tree: Tree, leafIndex: number): readonly PathStep[] {
  return directPath(tree, leafIndex).filter(step => step.copath.occupied > 0)
}

export interface ResolutionNode {
  readonly nodeIndex: number
  readonly encryptionKey: Bytes
}

/**
 * RFC 9420 §4.1.1: the fewest nodes that hold a key and together cover every leaf under `subtree`. Leaves in
 * `without` are left out.
 */
export function resolution(
  subtree: Subtree,
  firstLeaf: number,
  height: number,
  without: ReadonlySet<number> = new Set(),
): readonly ResolutionNode[] {
  const found: ResolutionNode[] = []
  const visit = (part: Subtree, first: number, high: number) => {
    if (part.node !== undefined) {
      const isExcluded = !isParent(part) && without.has(first)
      if (!isExcluded)
        found.push({ nodeIndex: nodeIndexOf(first, high), encryptionKey: part.node.encryptionKey })
      if (isParent(part)) for (const leaf of part.node?.unmergedLeaves ?? []) visitLeaf(leaf)
    } else if (isParent(part)) {
      visit(part.left, first, high - 1)
      visit(part.right, first + 2 ** (high - 1), high - 1)
    }
  }
  const visitLeaf = (leaf: number) => {
    const node = descend(subtree, firstLeaf, height, leaf)
    if (node !== undefined && !without.has(leaf))
      found.push({ nodeIndex: 2 * leaf, encryptionKey: node.encryptionKey })
  }
  visit(subtree, firstLeaf, height)
  return found
}

function descend(
  subtree: Subtree,
  firstLeaf: number,
  height: number,
  leafIndex: number,
): LeafNode | undefined {
  let part = subtree
  let first = firstLeaf
  for (let high = height; isParent(part); high--) {
    const half = 2 ** (high - 1)
    const goesLeft = leafIndex < first + half
    part = goesLeft ? part.left : part.right
    if (!goesLeft) first += half
  }
  return first === leafIndex ? part.node : undefined
}

/** Every leaf that is not blank, in order. */
export function* leaves(tree: Tree): Generator<{ readonly leafIndex: number; readonly leaf: LeafNode }> {
  const waiting: { subtree: Subtree; firstLeaf: number; height: number }[] = [
    { subtree: tree.root, firstLeaf: 0, height: tree.height },
  ]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { subtree, firstLeaf, height } = next
    if (subtree.occupied === 0) continue
    if (isParent(subtree)) {
      const half = 2 ** (height - 1)
      waiting.push({ subtree: subtree.right, firstLeaf: firstLeaf + half, height: height - 1 })
      waiting.push({ subtree: subtree.left, firstLeaf, height: height - 1 })
    } else if (subtree.node !== undefined) yield { leafIndex: firstLeaf, leaf: subtree.node }
  }
}

/** Every parent, blank ones too, children before parents. */
export function visitParents(
  tree: Tree,
  visit: (slot: ParentSlot, firstLeaf: number, height: number) => void,
): void {
  const walk = (subtree: Subtree, firstLeaf: number, height: number) => {
    if (!isParent(subtree)) return
    walk(subtree.left, firstLeaf, height - 1)
    walk(subtree.right, firstLeaf + 2 ** (height - 1), height - 1)
    visit(subtree, firstLeaf, height)
  }
  walk(tree.root, 0, tree.height)
}
