import { type Decoded, fail, optional, type Result, struct, succeed, uint8, uint32 } from "@colombe/base"
import { list } from "../structs/vectors.ts"
import { type Node, node } from "./codec.ts"
import {
  blankSubtree,
  isParent,
  leafSlot,
  nodeIndexOf,
  parentSlot,
  type Subtree,
  type Tree,
  treeHeightMax,
  treeLeavesMax,
} from "./tree.ts"

const changedNode = struct({ index: uint32, node: optional(node) })
type ChangedNode = Decoded<typeof changedNode>

/** The nodes in which a tree differs from an older one, by rising number, and its height. */
export const treeDelta = struct({ height: uint8, changed: list(changedNode, 2 * treeLeavesMax - 1) })
export type TreeDelta = Decoded<typeof treeDelta>

/**
 * What changed from `before` to `after`. Trees share the subtrees in which nothing changed, so that this takes as long
 * as there are changes; between trees that share nothing it gives all nodes, which is right too.
 */
export function treeDeltaOf(before: Tree, after: Tree): TreeDelta {
  const changed: ChangedNode[] = []
  const walk = (old: Subtree, fresh: Subtree, firstLeaf: number, height: number) => {
    if (old === fresh) return
    if (isParent(old) && isParent(fresh)) {
      walk(old.left, fresh.left, firstLeaf, height - 1)
      if (old.node !== fresh.node)
        changed.push({
          index: nodeIndexOf(firstLeaf, height),
          node: fresh.node && { kind: "parent", parent: fresh.node },
        })
      walk(old.right, fresh.right, firstLeaf + 2 ** (height - 1), height - 1)
    } else if (!isParent(fresh) && old.node !== fresh.node)
      changed.push({ index: 2 * firstLeaf, node: fresh.node && { kind: "leaf", leaf: fresh.node } })
  }
  walk(atHeight(before, after.height), after.root, 0, after.height)
  return { height: after.height, changed }
}

/** The tree that `treeDeltaOf` told from `before`; `malformed` for numbers and kinds that fit no tree. */
export function applyTreeDelta(before: Tree, { height, changed }: TreeDelta): Result<Tree, "malformed"> {
  if (height > treeHeightMax) return fail("malformed")
  let last = -1
  for (const { index, node: fresh } of changed) {
    if (index <= last || index >= 2 ** (height + 1) - 1) return fail("malformed")
    if (fresh !== undefined && (fresh.kind === "leaf") !== (index % 2 === 0)) return fail("malformed")
    last = index
  }
  return succeed({ height, root: changedSubtree(atHeight(before, height), 0, height, changed) })
}

function changedSubtree(
  subtree: Subtree,
  firstLeaf: number,
  height: number,
  changed: readonly ChangedNode[],
): Subtree {
  if (changed.length === 0) return subtree
  if (!isParent(subtree)) return leafSlot(leafIn(changed[0]?.node))
  const own = nodeIndexOf(firstLeaf, height)
  const half = 2 ** (height - 1)
  const at = changed.find(({ index }) => index === own)
  const below = (side: (index: number) => boolean) => changed.filter(({ index }) => side(index))
  return parentSlot(
    at === undefined ? subtree.node : parentIn(at.node),
    changedSubtree(
      subtree.left,
      firstLeaf,
      height - 1,
      below(index => index < own),
    ),
    changedSubtree(
      subtree.right,
      firstLeaf + half,
      height - 1,
      below(index => index > own),
    ),
  )
}

const leafIn = (changed: Node | undefined) => (changed?.kind === "leaf" ? changed.leaf : undefined)
const parentIn = (changed: Node | undefined) => (changed?.kind === "parent" ? changed.parent : undefined)

/** The tree as it stands in one of another height: its left part, or it with blanks beside it (RFC 9420 §7.7). */
function atHeight({ root, height }: Tree, wanted: number): Subtree {
  let subtree = root
  for (let high = height; high < wanted; high++) subtree = parentSlot(undefined, subtree, blankSubtree(high))
  for (let high = height; high > wanted && isParent(subtree); high--) subtree = subtree.left
  return subtree
}
