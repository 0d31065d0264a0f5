import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { kemEncapsulate } from "@colombe/base/crypto"
import type { PublicContext } from "./context.ts"
import { checkSignature } from "./labels.ts"
import { isDefaultExtension, isDefaultProposal } from "./registry.ts"
import { credentialTypeOf } from "./structs/credential.ts"
import {
  type Extension,
  hasMisplaced,
  type RequiredCapabilities,
  readRequiredCapabilities,
  repeatsType,
} from "./structs/extension.ts"
import { type LeafNode, type LeafPlace, leafNodeSigned } from "./structs/leaf-node.ts"
import type { Suite } from "./suite.ts"
import { checkSignatureKeys } from "./tree/keys.ts"
import { leaves, type Tree } from "./tree/tree.ts"

export type LeafCode =
  | "malformed"
  | "misplaced-extension"
  | "bad-key"
  | "unsupported-extension"
  | "unsupported-proposal"
  | "unsupported-credential"

/** What a group's extensions ask of every leaf. */
export interface Requirements extends RequiredCapabilities {
  readonly groupExtensions: readonly number[]
}

export const noRequirements: Requirements = {
  extensions: [],
  proposals: [],
  credentials: [],
  groupExtensions: [],
}

export function readRequirements(
  groupExtensions: readonly Extension[],
): Result<Requirements, "malformed" | "misplaced-extension"> {
  if (hasMisplaced(groupExtensions, "groupContext")) return fail("misplaced-extension")
  const required = readRequiredCapabilities(groupExtensions)
  if (!required.ok) return required
  return succeed({ ...required.value, groupExtensions: groupExtensions.map(({ type }) => type) })
}

/** What a leaf has to show by itself and towards the group's extensions (RFC 9420 §7.3, §13.4). */
export function checkLeaf(suite: Suite, requirements: Requirements, leaf: LeafNode): Result<void, LeafCode> {
  if (leaf.encryptionKey.length !== suite.encryptionKeyBytes) return fail("bad-key")
  if (leaf.signatureKey.length !== suite.signatureKeyBytes) return fail("bad-key")
  if (repeatsType(leaf.extensions)) return fail("malformed")
  if (hasMisplaced(leaf.extensions, "leaf")) return fail("misplaced-extension")
  const { capabilities } = leaf
  const hasExtension = (type: number) => isDefaultExtension(type) || capabilities.extensions.includes(type)
  const hasProposal = (type: number) => isDefaultProposal(type) || capabilities.proposals.includes(type)
  const hasCredential = (type: number) => capabilities.credentials.includes(type)
  if (!leaf.extensions.every(({ type }) => hasExtension(type))) return fail("unsupported-extension")
  if (!requirements.groupExtensions.every(hasExtension)) return fail("unsupported-extension")
  if (!requirements.extensions.every(hasExtension)) return fail("unsupported-extension")
  if (!requirements.proposals.every(hasProposal)) return fail("unsupported-proposal")
  if (!requirements.credentials.every(hasCredential)) return fail("unsupported-credential")
  if (!hasCredential(credentialTypeOf(leaf.credential))) return fail("unsupported-credential")
  return succeed()
}

/** Every rule that the members of one epoch keep together, signatures apart (RFC 9420 §7.3). */
export function checkMembers(
  suite: Suite,
  groupExtensions: readonly Extension[],
  tree: Tree,
): Result<void, LeafCode | "repeated-key"> {
  const requirements = readRequirements(groupExtensions)
  if (!requirements.ok) return requirements
  const inUse = new Set<number>()
  for (const { leaf } of leaves(tree)) {
    const checked = checkLeaf(suite, requirements.value, leaf)
    if (!checked.ok) return checked
    inUse.add(credentialTypeOf(leaf.credential))
  }
  for (const { leaf } of leaves(tree))
    for (const type of inUse)
      if (!leaf.capabilities.credentials.includes(type)) return fail("unsupported-credential")
  return checkSignatureKeys(tree)
}

/** The leaf's own signature, bound to its place unless it came in a key package (RFC 9420 §7.2). */
export function checkLeafSignature(
  ctx: PublicContext,
  suite: Suite,
  leaf: LeafNode,
  place: LeafPlace | undefined,
): Promise<Result<void, "bad-signature">> {
  return checkSignature(
    ctx.crypto,
    suite,
    leaf.signatureKey,
    "LeafNodeTBS",
    leafNodeSigned(leaf, place),
    leaf.signature,
  )
}

/**
 * A leaf that is new to a group: the key that others will encrypt to is one that the KEM takes, and the owner signed.
 * A key that it refuses would keep everybody else from ever making a path.
 */
export async function checkNewLeaf(
  ctx: PublicContext,
  suite: Suite,
  leaf: LeafNode,
  place: LeafPlace | undefined,
): Promise<Result<void, "bad-key" | "bad-signature">> {
  const usable = await checkEncryptionKey(ctx, suite, leaf.encryptionKey)
  return usable.ok ? checkLeafSignature(ctx, suite, leaf, place) : usable
}

export async function checkEncryptionKey(
  ctx: PublicContext,
  suite: Suite,
  key: Bytes,
): Promise<Result<void, "bad-key">> {
  if (key.length !== suite.encryptionKeyBytes) return fail("bad-key")
  return (await kemEncapsulate(ctx.crypto, suite.hpke.kem, key)) === undefined ? fail("bad-key") : succeed()
}
