import type { Bytes } from "@colombe/base"
import { type ParentSlot, type Tree, visitParents } from "./tree.ts"

/**
 * Parents with at least so many levels below them have their tree hashes stored: one hash for eight leaves, from which
 * the first check of a commit gets along with hashing the sixteen nodes beside it and not the tree.
 */
const storedHeightMin = 3

function forEachStored(tree: Tree, visit: (slot: ParentSlot) => void): void {
  visitParents(tree, (slot, _, height) => {
    if (height >= storedHeightMin) visit(slot)
  })
}

/** Tree hashes that are known, children before parents; empty for one that nobody has computed. */
export function storedHashesOf(tree: Tree): readonly Bytes[] {
  const hashes: Bytes[] = []
  forEachStored(tree, ({ hash }) => hashes.push(hash ?? new Uint8Array(0)))
  return hashes
}

/** Puts back what `storedHashesOf` took; false where they are not as many as the tree has places for. */
export function restoreHashes(tree: Tree, hashes: readonly Bytes[]): boolean {
  let next = 0
  forEachStored(tree, slot => {
    const hash = hashes[next++]
    if (hash !== undefined && hash.length > 0) slot.hash = hash
  })
  return next === hashes.length
}
