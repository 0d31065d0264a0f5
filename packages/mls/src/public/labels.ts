import { type Bytes, concat, encode, fail, opaque, type Result, struct, succeed, toUtf8 } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import type { Suite } from "./suite.ts"

const signContent = struct({ label: opaque, content: opaque })
const refHashInput = struct({ label: opaque, value: opaque })

export type SignLabel = "FramedContentTBS" | "LeafNodeTBS" | "KeyPackageTBS" | "GroupInfoTBS"

/** SignWithLabel (RFC 9420 §5.1.2). */
export function signWithLabel(signer: Signer, label: string, content: Bytes): Promise<Bytes> {
  return signer.sign(encode(signContent, { label: toUtf8(`MLS 1.0 ${label}`), content }))
}

/** VerifyWithLabel (RFC 9420 §5.1.2). */
export function verifyWithLabel(
  crypto: Pick<Crypto, "verify">,
  suite: Suite,
  publicKey: Bytes,
  label: string,
  content: Bytes,
  signature: Bytes,
): Promise<boolean> {
  const message = encode(signContent, { label: toUtf8(`MLS 1.0 ${label}`), content })
  return crypto.verify(suite.signature, publicKey, message, signature)
}

/** The same as a result, for chains of checks. */
export async function checkSignature(
  crypto: Pick<Crypto, "verify">,
  suite: Suite,
  publicKey: Bytes,
  label: SignLabel,
  content: Bytes,
  signature: Bytes,
): Promise<Result<void, "bad-signature">> {
  const valid = await verifyWithLabel(crypto, suite, publicKey, label, content, signature)
  return valid ? succeed() : fail("bad-signature")
}

/** RefHash (RFC 9420 §5.2). `label` is whole, prefix included. */
export function refHash(crypto: Pick<Crypto, "hash">, suite: Suite, label: string, value: Bytes): Bytes {
  return crypto.hash(suite.hash, encode(refHashInput, { label: toUtf8(label), value }))
}

/** MakeKeyPackageRef: `value` is the encoded KeyPackage. */
export function keyPackageRef(crypto: Pick<Crypto, "hash">, suite: Suite, value: Bytes): Bytes {
  return refHash(crypto, suite, "MLS 1.0 KeyPackage Reference", value)
}

/** MakeProposalRef: `value` is the encoded AuthenticatedContent that carries the proposal. */
export function proposalRef(crypto: Pick<Crypto, "hash">, suite: Suite, value: Bytes): Bytes {
  return refHash(crypto, suite, "MLS 1.0 Proposal Reference", value)
}

/** Confirmed transcript hash of the epoch that a commit makes (RFC 9420 §8.2). */
export function confirmedTranscriptHash(
  crypto: Pick<Crypto, "hash">,
  suite: Suite,
  interimBefore: Bytes,
  confirmedInput: Bytes,
): Bytes {
  return crypto.hash(suite.hash, concat(interimBefore, confirmedInput))
}

/** Interim transcript hash of an epoch (RFC 9420 §8.2). */
export function interimTranscriptHash(
  crypto: Pick<Crypto, "hash">,
  suite: Suite,
  confirmed: Bytes,
  confirmationTag: Bytes,
): Bytes {
  return crypto.hash(suite.hash, concat(confirmed, encode(opaque, confirmationTag)))
}
