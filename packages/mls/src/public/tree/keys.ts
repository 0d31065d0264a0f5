import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import { leaves, type Tree, visitParents } from "./tree.ts"

/** A set of byte strings that finds an entry without turning keys of a kilobyte into text. */
export interface KeySet {
  has(key: Bytes): boolean
  /** False where the key was there already. */
  add(key: Bytes): boolean
}

export function keySet(): KeySet {
  const byPrefix = new Map<number, Bytes[]>()
  const prefixOf = (key: Bytes) =>
    (key[0] ?? 0) +
    256 * ((key[1] ?? 0) + 256 * ((key[2] ?? 0) + 256 * (key[3] ?? 0))) +
    2 ** 32 * (key[4] ?? 0)
  const has = (key: Bytes) => byPrefix.get(prefixOf(key))?.some(other => equal(other, key)) ?? false
  const add = (key: Bytes) => {
    if (has(key)) return false
    const prefix = prefixOf(key)
    const known = byPrefix.get(prefix)
    if (known === undefined) byPrefix.set(prefix, [key])
    else known.push(key)
    return true
  }
  return { has, add }
}

/** Every encryption key of the tree, once each (RFC 9420 §7.3, §12.4.3.1). */
export function encryptionKeys(tree: Tree): Result<KeySet, "repeated-key"> {
  const keys = keySet()
  let unique = true
  for (const { leaf } of leaves(tree)) unique = keys.add(leaf.encryptionKey) && unique
  visitParents(tree, slot => {
    if (slot.node !== undefined) unique = keys.add(slot.node.encryptionKey) && unique
  })
  return unique ? succeed(keys) : fail("repeated-key")
}

/** RFC 9420 §7.3: no two members sign with one key. */
export function checkSignatureKeys(tree: Tree): Result<void, "repeated-key"> {
  const keys = keySet()
  for (const { leaf } of leaves(tree)) if (!keys.add(leaf.signatureKey)) return fail("repeated-key")
  return succeed()
}
