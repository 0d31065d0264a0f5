import { decode, unwrap } from "@colombe/base"
import { proposal } from "../../public/structs/proposal.ts"
import { addLeaf, removeLeaf, updateLeaf } from "../../public/tree/change.ts"
import { checkLeafSignatures } from "../../public/tree/check.ts"
import { decodeTree, encodeTree } from "../../public/tree/codec.ts"
import { nodeHashes, treeHash } from "../../public/tree/hash.ts"
import { isParent, resolution, type Subtree, type Tree } from "../../public/tree/tree.ts"
import { checkParents } from "../../public/tree/verify.ts"
import { check, hex, same } from "./check.ts"
import { kind, type SuiteCase, suiteOf } from "./kind.ts"

interface TreeOperations extends SuiteCase {
  readonly tree_before: string
  readonly proposal: string
  readonly proposal_sender: number
  readonly tree_hash_before: string
  readonly tree_after: string
  readonly tree_hash_after: string
}

export const treeOperations = kind<TreeOperations>(
  "tree-operations",
  ["tree_before", "proposal", "proposal_sender"],
  ({ crypto }, vector) => {
    const { hash } = suiteOf(vector)
    const before = unwrap(decodeTree(hex(vector.tree_before)))
    same(treeHash(crypto, hash, before), vector.tree_hash_before, "tree_hash_before")
    const after = applied(before, vector)
    same(encodeTree(after), vector.tree_after, "tree_after")
    same(treeHash(crypto, hash, after), vector.tree_hash_after, "tree_hash_after")
  },
)

function applied(before: Tree, vector: TreeOperations): Tree {
  const change = unwrap(decode(proposal, hex(vector.proposal)))
  switch (change.kind) {
    case "add":
      return addLeaf(before, change.keyPackage.leaf).tree
    case "update":
      return updateLeaf(before, vector.proposal_sender, change.leaf)
    case "remove":
      return removeLeaf(before, change.removed)
    default:
      throw new Error(`a ${change.kind} changes no tree`)
  }
}

interface TreeValidation extends SuiteCase {
  readonly tree: string
  readonly group_id: string
  readonly resolutions: readonly (readonly number[])[]
  readonly tree_hashes: readonly string[]
}

export const treeValidation = kind<TreeValidation>(
  "tree-validation",
  ["tree", "resolutions", "tree_hashes"],
  async (ctx, vector) => {
    const suite = suiteOf(vector)
    const tree = unwrap(decodeTree(hex(vector.tree)))
    const hashes = nodeHashes(ctx.crypto, suite.hash, tree)
    check(hashes.length === vector.tree_hashes.length, "number of nodes")
    for (const [node, hash] of hashes.entries())
      same(hash, vector.tree_hashes[node] ?? "", `tree hash of ${node}`)
    const nodes = resolutionsOf(tree)
    for (const [node, expected] of vector.resolutions.entries())
      check(nodes.get(node)?.join() === expected.join(), `resolution of ${node}`)
    unwrap(checkParents(ctx.crypto, suite.hash, tree))
    unwrap(await checkLeafSignatures(ctx, suite, hex(vector.group_id), tree))
  },
)

function resolutionsOf(tree: Tree): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, readonly number[]>()
  const walk = (subtree: Subtree, firstLeaf: number, height: number) => {
    found.set(
      2 * firstLeaf + 2 ** height - 1,
      resolution(subtree, firstLeaf, height).map(({ nodeIndex }) => nodeIndex),
    )
    if (!isParent(subtree)) return
    walk(subtree.left, firstLeaf, height - 1)
    walk(subtree.right, firstLeaf + 2 ** (height - 1), height - 1)
  }
  walk(tree.root, 0, tree.height)
  return found
}
