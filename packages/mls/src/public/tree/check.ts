import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { PublicContext } from "../context.ts"
import { inBatches } from "../in-batches.ts"
import { checkLeafSignature, checkMembers, type LeafCode } from "../leaf.ts"
import type { Extension } from "../structs/extension.ts"
import type { Suite } from "../suite.ts"
import { encryptionKeys } from "./keys.ts"
import { leaves, type Tree, visitParents } from "./tree.ts"
import { checkParents } from "./verify.ts"

export type TreeCode = LeafCode | "repeated-key" | "bad-unmerged-leaves" | "bad-parent-hash" | "bad-signature"

/** Everything a newcomer checks of a tree but its hash (RFC 9420 §12.4.3.1). */
export async function checkTree(
  ctx: PublicContext,
  suite: Suite,
  groupId: Bytes,
  groupExtensions: readonly Extension[],
  tree: Tree,
): Promise<Result<void, TreeCode>> {
  const keys = encryptionKeys(tree)
  if (!keys.ok) return keys
  let lengthsFit = true
  visitParents(tree, ({ node }) => {
    if (node !== undefined && node.encryptionKey.length !== suite.encryptionKeyBytes) lengthsFit = false
  })
  if (!lengthsFit) return fail("bad-key")
  const parents = checkParents(ctx.crypto, suite.hash, tree)
  if (!parents.ok) return parents
  const membersChecked = checkMembers(suite, groupExtensions, tree)
  if (!membersChecked.ok) return membersChecked
  return checkLeafSignatures(ctx, suite, groupId, tree)
}

export async function checkLeafSignatures(
  ctx: PublicContext,
  suite: Suite,
  groupId: Bytes,
  tree: Tree,
): Promise<Result<void, "bad-signature">> {
  const checked = await inBatches(
    [...leaves(tree)],
    ({ leafIndex, leaf }) => checkLeafSignature(ctx, suite, leaf, { groupId, leafIndex }),
    ({ ok }) => !ok,
  )
  return checked.find(({ ok }) => !ok) ?? succeed()
}
