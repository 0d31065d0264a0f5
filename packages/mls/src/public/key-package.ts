import { type Bytes, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { PublicContext } from "./context.ts"
import { checkSignature, keyPackageRef } from "./labels.ts"
import { checkEncryptionKey, checkLeaf, checkNewLeaf, type LeafCode, noRequirements } from "./leaf.ts"
import { extensionTypes } from "./registry.ts"
import { findExtension, hasMisplaced, repeatsType } from "./structs/extension.ts"
import { type KeyPackage, keyPackage, keyPackageSigned } from "./structs/key-package.ts"
import { decodeMessageAs } from "./structs/message.ts"
import { findSuite, type Suite } from "./suite.ts"
import { markVerified, type Verified } from "./verified.ts"

/** A key package whose signatures and contents hold; its lifetime and its owner are for the application to judge. */
export type VerifiedKeyPackage = Verified<KeyPackage, "key package">

export type KeyPackageCode = LeafCode | "unsupported-suite" | "wrong-suite" | "bad-source" | "bad-signature"

/** RFC 9420 §10.1, for a group of `suite`. */
export async function checkKeyPackage(
  ctx: PublicContext,
  suite: Suite,
  candidate: KeyPackage,
): Promise<Result<VerifiedKeyPackage, KeyPackageCode>> {
  const { leaf } = candidate
  if (candidate.suite !== suite.id) return fail("wrong-suite")
  if (leaf.source.kind !== "keyPackage") return fail("bad-source")
  if (repeatsType(candidate.extensions)) return fail("malformed")
  if (hasMisplaced(candidate.extensions, "keyPackage")) return fail("misplaced-extension")
  if (equal(candidate.initKey, leaf.encryptionKey)) return fail("bad-key")
  const leafChecked = checkLeaf(suite, noRequirements, leaf)
  if (!leafChecked.ok) return leafChecked
  const leafUsable = await checkNewLeaf(ctx, suite, leaf, undefined)
  if (!leafUsable.ok) return leafUsable
  const initUsable = await checkEncryptionKey(ctx, suite, candidate.initKey)
  if (!initUsable.ok) return initUsable
  const signed = await checkSignature(
    ctx.crypto,
    suite,
    leaf.signatureKey,
    "KeyPackageTBS",
    keyPackageSigned(candidate),
    candidate.signature,
  )
  return signed.ok ? succeed(markVerified(candidate)) : signed
}

/** Reads and checks an MLSMessage(KeyPackage) of any suite known here. */
export async function readKeyPackage(
  ctx: PublicContext,
  bytes: Bytes,
): Promise<Result<VerifiedKeyPackage, KeyPackageCode | "unexpected-message">> {
  const decoded = decodeMessageAs(bytes, "keyPackage")
  if (!decoded.ok) return decoded
  const suite = findSuite(decoded.value.suite, ctx.suites)
  return suite === undefined ? fail("unsupported-suite") : checkKeyPackage(ctx, suite, decoded.value)
}

/** Names the key package in a Welcome. */
export function referenceOf(ctx: PublicContext, suite: Suite, value: KeyPackage): Bytes {
  return keyPackageRef(ctx.crypto, suite, encode(keyPackage, value))
}

/** Whether a time, in seconds since 1970, is in the lifetime that the owner gave it (RFC 9420 §7.2). */
export function isInLifetime({ leaf }: KeyPackage, now: bigint): boolean {
  if (leaf.source.kind !== "keyPackage") return false
  const { notBefore, notAfter } = leaf.source.lifetime
  return notBefore <= now && now <= notAfter
}

/** True where the owner marked it as the one to use when no other is left. */
export function isLastResort(value: KeyPackage): boolean {
  return findExtension(value.extensions, extensionTypes.lastResort) !== undefined
}
