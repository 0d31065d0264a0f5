import { assert, type Bytes, encode, opaque, optional, struct, uint8, uint32 } from "@colombe/base"
import type { Crypto, HashName } from "@colombe/base/crypto"
import { leafNode } from "../structs/leaf-node.ts"
import { isParent, type ParentNode, parentNode, type Subtree, type Tree } from "./tree.ts"

const leafInput = struct({ nodeType: uint8, leafIndex: uint32, leaf: optional(leafNode) })
const parentInput = struct({
  nodeType: uint8,
  parent: optional(parentNode),
  leftHash: opaque,
  rightHash: opaque,
})

type Hash = Pick<Crypto, "hash">

/** RFC 9420 §7.8: the tree hash of the root. */
export function treeHash(crypto: Hash, name: HashName, tree: Tree): Bytes {
  return subtreeHash(crypto, name, tree.root, 0, tree.height)
}

export function subtreeHash(
  crypto: Hash,
  name: HashName,
  subtree: Subtree,
  firstLeaf: number,
  height: number,
): Bytes {
  subtree.hash ??= isParent(subtree)
    ? crypto.hash(
        name,
        encodeParent(
          subtree.node,
          subtreeHash(crypto, name, subtree.left, firstLeaf, height - 1),
          subtreeHash(crypto, name, subtree.right, firstLeaf + 2 ** (height - 1), height - 1),
        ),
      )
    : crypto.hash(name, encode(leafInput, { nodeType: 1, leafIndex: firstLeaf, leaf: subtree.node }))
  return subtree.hash
}

function encodeParent(parent: ParentNode | undefined, leftHash: Bytes, rightHash: Bytes): Bytes {
  return encode(parentInput, { nodeType: 2, parent, leftHash, rightHash })
}

/**
 * RFC 9420 §7.9, original sibling tree hash: the hash of the subtree as it was before the leaves in `without`
 * joined. Subtrees in which none of them stands have the hash they have now.
 */
export function originalHash(
  crypto: Hash,
  name: HashName,
  subtree: Subtree,
  firstLeaf: number,
  height: number,
  without: readonly number[],
): Bytes {
  const end = firstLeaf + 2 ** height
  const inside = without.filter(leaf => leaf >= firstLeaf && leaf < end)
  if (inside.length === 0) return subtreeHash(crypto, name, subtree, firstLeaf, height)
  if (!isParent(subtree))
    return crypto.hash(name, encode(leafInput, { nodeType: 1, leafIndex: firstLeaf, leaf: undefined }))
  const hashOf = (child: Subtree, first: number) =>
    originalHash(crypto, name, child, first, height - 1, inside)
  const parent = subtree.node && {
    ...subtree.node,
    unmergedLeaves: subtree.node.unmergedLeaves.filter(leaf => !inside.includes(leaf)),
  }
  return crypto.hash(
    name,
    encodeParent(
      parent,
      hashOf(subtree.left, firstLeaf),
      hashOf(subtree.right, firstLeaf + 2 ** (height - 1)),
    ),
  )
}

const parentHashInput = struct({ encryptionKey: opaque, parentHash: opaque, originalSiblingTreeHash: opaque })

/** RFC 9420 §7.9: the parent hash of a node, seen from the child beside which the sibling stands. */
export function parentHash(
  crypto: Hash,
  name: HashName,
  parent: Pick<ParentNode, "encryptionKey" | "parentHash">,
  originalSiblingTreeHash: Bytes,
): Bytes {
  return crypto.hash(
    name,
    encode(parentHashInput, {
      encryptionKey: parent.encryptionKey,
      parentHash: parent.parentHash,
      originalSiblingTreeHash,
    }),
  )
}

/** Tree hashes of every node in array order, for vectors and for looking into trees that differ. */
export function nodeHashes(crypto: Hash, name: HashName, tree: Tree): readonly Bytes[] {
  treeHash(crypto, name, tree)
  const hashes: Bytes[] = []
  const walk = (subtree: Subtree) => {
    if (isParent(subtree)) walk(subtree.left)
    assert(subtree.hash !== undefined, "hashing the root hashes every node")
    hashes.push(subtree.hash)
    if (isParent(subtree)) walk(subtree.right)
  }
  walk(tree.root)
  return hashes
}
