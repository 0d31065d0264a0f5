import { fail, type Result, succeed } from "@colombe/base"
import type { PublicContext } from "./context.ts"
import { checkSignature } from "./labels.ts"
import { credentialTypes, isDefaultExtension, isDefaultProposal } from "./registry.ts"
import { type Extension, type RequiredCapabilities, readRequiredCapabilities } from "./structs/extension.ts"
import { type LeafNode, type LeafPlace, leafNodeSigned } from "./structs/leaf-node.ts"
import type { Suite } from "./suite.ts"
import { checkSignatureKeys } from "./tree/keys.ts"
import { leaves, type Tree } from "./tree/tree.ts"

export type LeafCode =
  | "malformed"
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

export function readRequirements(groupExtensions: readonly Extension[]): Result<Requirements, "malformed"> {
  const required = readRequiredCapabilities(groupExtensions)
  if (!required.ok) return required
  return succeed({ ...required.value, groupExtensions: groupExtensions.map(({ type }) => type) })
}

/** What a leaf has to show by itself and towards the group's extensions (RFC 9420 §7.3, §13.4). */
export function checkLeaf(suite: Suite, requirements: Requirements, leaf: LeafNode): Result<void, LeafCode> {
  if (leaf.encryptionKey.length !== suite.encryptionKeyBytes) return fail("bad-key")
  if (leaf.signatureKey.length !== suite.signatureKeyBytes) return fail("bad-key")
  const { capabilities } = leaf
  const hasExtension = (type: number) => isDefaultExtension(type) || capabilities.extensions.includes(type)
  const hasProposal = (type: number) => isDefaultProposal(type) || capabilities.proposals.includes(type)
  const hasCredential = (type: number) => capabilities.credentials.includes(type)
  if (!leaf.extensions.every(({ type }) => hasExtension(type))) return fail("unsupported-extension")
  if (!requirements.groupExtensions.every(hasExtension)) return fail("unsupported-extension")
  if (!requirements.extensions.every(hasExtension)) return fail("unsupported-extension")
  if (!requirements.proposals.every(hasProposal)) return fail("unsupported-proposal")
  if (!requirements.credentials.every(hasCredential)) return fail("unsupported-credential")
  if (!hasCredential(credentialTypes[leaf.credential.type])) return fail("unsupported-credential")
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
    inUse.add(credentialTypes[leaf.credential.type])
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
