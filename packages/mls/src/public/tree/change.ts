import { assert } from "@colombe/base"
import type { LeafNode } from "../structs/leaf-node.ts"
import {
  blankSubtree,
  isParent,
  leafSlot,
  leavesOf,
  nodeIndexOf,
  type ParentNode,
  parentSlot,
  type Subtree,
  type Tree,
  treeHeightMax,
} from "./tree.ts"

/** What becomes of a parent on the way to a changed leaf. */
type ParentChange = (node: ParentNode | undefined, nodeIndex: number) => ParentNode | undefined

const blank: ParentChange = () => undefined

/** The tree with another leaf in one place and every parent above it changed. */
export function replaceLeaf(
  tree: Tree,
  leafIndex: number,
  leaf: LeafNode | undefined,
  change: ParentChange,
): Tree {
  assert(leafIndex < leavesOf(tree), "the leaf has a place in the tree")
  const rebuild = (subtree: Subtree, firstLeaf: number, height: number): Subtree => {
    if (!isParent(subtree)) return leafSlot(leaf)
    const half = 2 ** (height - 1)
    const node = change(subtree.node, nodeIndexOf(firstLeaf, height))
    return leafIndex < firstLeaf + half
      ? parentSlot(node, rebuild(subtree.left, firstLeaf, height - 1), subtree.right)
      : parentSlot(node, subtree.left, rebuild(subtree.right, firstLeaf + half, height - 1))
  }
  return { height: tree.height, root: rebuild(tree.root, 0, tree.height) }
}

export function treeOfOne(leaf: LeafNode): Tree {
  return { height: 0, root: leafSlot(leaf) }
}

/** RFC 9420 §7.7, extending: a blank root above the tree and as many blank leaves again. */
function extend(tree: Tree): Tree {
  return {
    height: tree.height + 1,
    root: parentSlot(undefined, tree.root, blankSubtree(tree.height)),
  }
}

/** RFC 9420 §7.7, truncating: as long as nobody is in the right half. */
function truncate(tree: Tree): Tree {
  let { height, root } = tree
  while (isParent(root) && root.right.occupied === 0) {
    root = root.left
    height--
  }
  return { height, root }
}

/** The leftmost blank place; one past the last where there is none. */
export function firstBlankLeaf(tree: Tree): number {
  if (tree.root.occupied === leavesOf(tree)) return leavesOf(tree)
  let subtree = tree.root
  let firstLeaf = 0
  for (let height = tree.height; isParent(subtree); height--) {
    const half = 2 ** (height - 1)
    const goesLeft = subtree.left.occupied < half
    subtree = goesLeft ? subtree.left : subtree.right
    if (!goesLeft) firstLeaf += half
  }
  return firstLeaf
}

/** True where one more leaf would make the tree higher than the limit. */
export function isFull(tree: Tree): boolean {
  return tree.height === treeHeightMax && tree.root.occupied === leavesOf(tree)
}

/** RFC 9420 §12.1.1: the leaf takes the leftmost blank place and is unmerged at every parent above it. */
export function addLeaf(tree: Tree, leaf: LeafNode): { readonly tree: Tree; readonly leafIndex: number } {
  const leafIndex = firstBlankLeaf(tree)
  const roomy = leafIndex === leavesOf(tree) ? extend(tree) : tree
  const changed = replaceLeaf(
    roomy,
    leafIndex,
    leaf,
    node => node && { ...node, unmergedLeaves: insertSorted(node.unmergedLeaves, leafIndex) },
  )
  return { tree: changed, leafIndex }
}

function insertSorted(items: readonly number[], item: number): readonly number[] {
  const place = items.findIndex(other => other > item)
  return place < 0 ? [...items, item] : [...items.slice(0, place), item, ...items.slice(place)]
}

/** RFC 9420 §12.1.2. */
export function updateLeaf(tree: Tree, leafIndex: number, leaf: LeafNode): Tree {
  return replaceLeaf(tree, leafIndex, leaf, blank)
}

/** RFC 9420 §12.1.3. */
export function removeLeaf(tree: Tree, leafIndex: number): Tree {
  return truncate(replaceLeaf(tree, leafIndex, undefined, blank))
}

/** RFC 9420 §12.4.2: the place of an external joiner, made if there is none; the leaf itself comes with the path. */
export function makeRoom(tree: Tree): { readonly tree: Tree; readonly leafIndex: number } {
  const leafIndex = firstBlankLeaf(tree)
  return { tree: leafIndex === leavesOf(tree) ? extend(tree) : tree, leafIndex }
}
