import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto, HashName } from "@colombe/base/crypto"
import { originalHash, parentHash } from "./hash.ts"
import {
  isParent,
  leafAt,
  type ParentSlot,
  resolution,
  type Subtree,
  type Tree,
  visitParents,
} from "./tree.ts"

type TreeCode = "bad-unmerged-leaves" | "bad-parent-hash"

/** What a newcomer checks of the parents of a tree (RFC 9420 §7.9.2, §12.4.3.1). */
export function checkParents(
  crypto: Pick<Crypto, "hash">,
  name: HashName,
  tree: Tree,
): Result<void, TreeCode> {
  let code: TreeCode | undefined
  visitParents(tree, (slot, firstLeaf, height) => {
    if (slot.node === undefined || code !== undefined) return
    if (!unmergedLeavesFit(tree, slot, firstLeaf, height)) code = "bad-unmerged-leaves"
    else if (!parentHashFits(crypto, name, slot, firstLeaf, height)) code = "bad-parent-hash"
  })
  return code === undefined ? succeed() : fail(code)
}

/** Rising; each a member below; and every parent in between that is not blank lists it too. */
function unmergedLeavesFit(tree: Tree, slot: ParentSlot, firstLeaf: number, height: number): boolean {
  const unmerged = slot.node?.unmergedLeaves ?? []
  let before = firstLeaf - 1
  for (const leaf of unmerged) {
    if (leaf <= before || leaf >= firstLeaf + 2 ** height || leafAt(tree, leaf) === undefined) return false
    before = leaf
  }
  const half = 2 ** (height - 1)
  return (
    childLists(slot.left, firstLeaf, half, unmerged) &&
    childLists(slot.right, firstLeaf + half, half, unmerged)
  )
}

/** It is enough to look at the nearest parents below that are not blank: they are checked in their turn. */
function childLists(child: Subtree, firstLeaf: number, count: number, unmerged: readonly number[]): boolean {
  if (!isParent(child)) return true
  const inside = unmerged.filter(leaf => leaf >= firstLeaf && leaf < firstLeaf + count)
  if (inside.length === 0) return true
  if (child.node !== undefined) {
    const listed = new Set(child.node.unmergedLeaves)
    return inside.every(leaf => listed.has(leaf))
  }
  const half = count / 2
  return (
    childLists(child.left, firstLeaf, half, inside) && childLists(child.right, firstLeaf + half, half, inside)
  )
}

/**
 * True where a descendant was set in the same UpdatePath as this parent. One on each side there cannot be: each parent
 * hash would cover the other. The right side is looked at first, since members are added from the left.
 */
function parentHashFits(
  crypto: Pick<Crypto, "hash">,
  name: HashName,
  slot: ParentSlot,
  firstLeaf: number,
  height: number,
): boolean {
  const middle = firstLeaf + 2 ** (height - 1)
  const unmerged = slot.node?.unmergedLeaves ?? []
  const covers = (child: Subtree, childFirst: number, other: Subtree, otherFirst: number): boolean => {
    if (slot.node === undefined) return false
    const claimed = descendantHash(child, childFirst, height - 1, unmerged)
    if (claimed === undefined) return false
    const original = originalHash(crypto, name, other, otherFirst, height - 1, unmerged)
    return equal(claimed, parentHash(crypto, name, slot.node, original))
  }
  return covers(slot.right, middle, slot.left, firstLeaf) || covers(slot.left, firstLeaf, slot.right, middle)
}

/**
 * The parent hash that the one candidate below carries: the resolution of the child, less the parent's unmerged
 * leaves there, has to be exactly this node, and every unmerged leaf there has to be in the resolution.
 */
function descendantHash(
  child: Subtree,
  firstLeaf: number,
  height: number,
  unmerged: readonly number[],
): Bytes | undefined {
  const inside = new Set(unmerged.filter(leaf => leaf >= firstLeaf && leaf < firstLeaf + 2 ** height))
  const nodes = resolution(child, firstLeaf, height)
  if (nodes.length !== inside.size + 1) return undefined
  const others = nodes.filter(node => node.nodeIndex % 2 === 1 || !inside.has(node.nodeIndex / 2))
  const [candidate] = others
  if (candidate === undefined || others.length !== 1) return undefined
  return hashCarried(child, firstLeaf, height, candidate.nodeIndex)
}

function hashCarried(
  subtree: Subtree,
  firstLeaf: number,
  height: number,
  nodeIndex: number,
): Bytes | undefined {
  let part = subtree
  let first = firstLeaf
  let high = height
  while (isParent(part) && 2 * first + 2 ** high - 1 !== nodeIndex) {
    const half = 2 ** (high - 1)
    const goesLeft = nodeIndex < 2 * (first + half) - 1
    part = goesLeft ? part.left : part.right
    if (!goesLeft) first += half
    high--
  }
  if (isParent(part)) return part.node?.parentHash
  return part.node?.source.kind === "commit" ? part.node.source.parentHash : undefined
}
