import {
  type Bytes,
  type Codec,
  choice,
  type Decoded,
  decode,
  encode,
  enumeration,
  fail,
  optional,
  type Result,
  struct,
  succeed,
} from "@colombe/base"
import { leafNode } from "../structs/leaf-node.ts"
import { list } from "../structs/vectors.ts"
import {
  blankSubtree,
  isParent,
  leafSlot,
  parentNode,
  parentSlot,
  type Subtree,
  type Tree,
  treeLeavesMax,
} from "./tree.ts"

export const node = choice("kind", enumeration(1, { leaf: 1, parent: 2 }), {
  leaf: struct({ leaf: leafNode }),
  parent: struct({ parent: parentNode }),
})
export type Node = Decoded<typeof node>

/** RFC 9420 §12.4.3.2: nodes in order from left to right, without blank ones after the last. */
const ratchetTree: Codec<readonly (Node | undefined)[]> = list(optional(node), 2 * treeLeavesMax - 1)

/** The ratchet tree as it goes beside a Welcome or a GroupInfo. */
export function encodeTree(tree: Tree): Bytes {
  const nodes: (Node | undefined)[] = []
  const walk = (subtree: Subtree) => {
    if (!isParent(subtree)) nodes.push(subtree.node && { kind: "leaf", leaf: subtree.node })
    else {
      walk(subtree.left)
      nodes.push(subtree.node && { kind: "parent", parent: subtree.node })
      walk(subtree.right)
    }
  }
  walk(tree.root)
  while (nodes.length > 0 && nodes.at(-1) === undefined) nodes.pop()
  return encode(ratchetTree, nodes)
}

/** A tree of the right shape and nothing more: whoever uses it checks it (`checkTree`). */
export function decodeTree(bytes: Bytes): Result<Tree, "malformed"> {
  const nodes = decode(ratchetTree, bytes)
  if (!nodes.ok) return nodes
  if (nodes.value.at(-1) === undefined) return fail("malformed")
  let height = 0
  while (2 ** (height + 1) - 1 < nodes.value.length) height++
  const root = build(nodes.value, 0, height)
  return root === undefined ? fail("malformed") : succeed({ height, root })
}

/** Undefined where a leaf stands in a parent's place or a parent in a leaf's. */
function build(nodes: readonly (Node | undefined)[], first: number, height: number): Subtree | undefined {
  if (first >= nodes.length) return blankSubtree(height)
  if (height === 0) {
    const entry = nodes[first]
    return entry?.kind === "parent" ? undefined : leafSlot(entry?.leaf)
  }
  const middle = first + 2 ** height - 1
  const entry = nodes[middle]
  const left = build(nodes, first, height - 1)
  const right = build(nodes, middle + 1, height - 1)
  if (entry?.kind === "leaf" || left === undefined || right === undefined) return undefined
  return parentSlot(entry?.parent, left, right)
}
