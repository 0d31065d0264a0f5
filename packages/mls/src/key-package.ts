import {
  type Bytes,
  constant,
  type Decoded,
  decode,
  encode,
  fail,
  opaque,
  type Result,
  struct,
  succeed,
  uint8,
} from "@colombe/base"
import { kemGenerateKeyPair, type Signer } from "@colombe/base/crypto"
import type { PublicContext } from "./public/context.ts"
import { checkKeyPackage, type KeyPackageCode, type VerifiedKeyPackage } from "./public/key-package.ts"
import { signWithLabel } from "./public/labels.ts"
import { mls10 } from "./public/registry.ts"
import type { Credential } from "./public/structs/credential.ts"
import type { Extension } from "./public/structs/extension.ts"
import { keyPackageSigned } from "./public/structs/key-package.ts"
import {
  type Capabilities,
  type LeafNode,
  type LeafNodeContent,
  type Lifetime,
  leafNodeSigned,
} from "./public/structs/leaf-node.ts"
import { findSuite } from "./public/suite.ts"

/** What a member says of itself in its leaf. */
export interface LeafInput {
  readonly credential: Credential
  readonly capabilities: Capabilities
  readonly extensions: readonly Extension[]
}

export interface KeyPackageInput extends LeafInput {
  /** A number of `suiteIds`. */
  readonly suite: number
  readonly signer: Signer
  readonly lifetime: Lifetime
  /** `extensions` go into the leaf; these into the key package around it. */
  readonly keyPackageExtensions?: readonly Extension[]
}

const keyPackageSecrets = struct({ version: constant(uint8, 1), initKey: opaque, leafKey: opaque })
/** The private halves of a key package: of the init key and of the leaf's encryption key. */
export type KeyPackageSecrets = Decoded<typeof keyPackageSecrets>

/** For one's own storage, until a Welcome comes; whoever has these bytes can open it. */
export function encodeKeyPackageSecrets(secrets: KeyPackageSecrets): Bytes {
  return encode(keyPackageSecrets, secrets)
}

/** Reads what `encodeKeyPackageSecrets` wrote. */
export function decodeKeyPackageSecrets(bytes: Bytes): Result<KeyPackageSecrets, "malformed"> {
  return decode(keyPackageSecrets, bytes)
}

export interface GeneratedKeyPackage {
  readonly keyPackage: VerifiedKeyPackage
  readonly secrets: KeyPackageSecrets
}

/** RFC 9420 §10: fresh keys, signed by the owner. What another client would refuse is refused here. */
export async function generateKeyPackage(
  ctx: PublicContext,
  input: KeyPackageInput,
): Promise<Result<GeneratedKeyPackage, KeyPackageCode>> {
  const suite = findSuite(input.suite, ctx.suites)
  if (suite === undefined) return fail("unsupported-suite")
  const init = await kemGenerateKeyPair(ctx.crypto, suite.hpke.kem)
  const leafKeys = await kemGenerateKeyPair(ctx.crypto, suite.hpke.kem)
  const leaf = await signLeaf(input.signer, {
    ...leafFields(input),
    encryptionKey: leafKeys.publicKey,
    signatureKey: input.signer.publicKey,
    source: { kind: "keyPackage", lifetime: input.lifetime },
  })
  const content = {
    version: mls10,
    suite: suite.id,
    initKey: init.publicKey,
    leaf,
    extensions: input.keyPackageExtensions ?? [],
  } as const
  if (!content.extensions.every(({ type }) => input.capabilities.extensions.includes(type)))
    return fail("unsupported-extension")
  const signature = await signWithLabel(input.signer, "KeyPackageTBS", keyPackageSigned(content))
  const checked = await checkKeyPackage(ctx, suite, { ...content, signature })
  if (!checked.ok) return checked
  return succeed({
    keyPackage: checked.value,
    secrets: { version: 1, initKey: init.privateKey, leafKey: leafKeys.privateKey },
  })
}

export function leafFields({ credential, capabilities, extensions }: LeafInput): LeafInput {
  return { credential, capabilities, extensions }
}

/** A leaf that is bound to no group: in a key package, and for the creator of a group. */
export async function signLeaf(signer: Signer, content: LeafNodeContent): Promise<LeafNode> {
  const signature = await signWithLabel(signer, "LeafNodeTBS", leafNodeSigned(content, undefined))
  return { ...content, signature }
}
