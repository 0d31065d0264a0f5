/**
 * Array numbering of a full binary tree (RFC 9420 appendix C): leaves at even numbers, a parent between its two
 * subtrees. A node's number does not change when the tree grows or shrinks on the right.
 */

/** Levels above the leaves; 0 for a leaf. */
export function level(node: number): number {
  let found = 0
  for (let rest = node; rest % 2 === 1; rest = (rest - 1) / 2) found++
  return found
}

/** `leaves` is a power of two. */
export function nodeCount(leaves: number): number {
  return 2 * leaves - 1
}

export function root(leaves: number): number {
  return leaves - 1
}

export function left(node: number): number | undefined {
  const height = level(node)
  return height === 0 ? undefined : node - 2 ** (height - 1)
}

export function right(node: number): number | undefined {
  const height = level(node)
  return height === 0 ? undefined : node + 2 ** (height - 1)
}

export function parent(node: number, leaves: number): number | undefined {
  if (node === root(leaves)) return undefined
  const height = level(node)
  const isRight = Math.floor(node / 2 ** (height + 1)) % 2 === 1
  return isRight ? node - 2 ** height : node + 2 ** height
}

export function sibling(node: number, leaves: number): number | undefined {
  const above = parent(node, leaves)
  if (above === undefined) return undefined
  return node < above ? right(above) : left(above)
}

/** The lowest node above both leaves. */
export function commonAncestor(leaf: number, other: number): number {
  let height = 0
  while (Math.floor(leaf / 2 ** height) !== Math.floor(other / 2 ** height)) height++
  return Math.floor(leaf / 2 ** height) * 2 ** (height + 1) + 2 ** height - 1
}
