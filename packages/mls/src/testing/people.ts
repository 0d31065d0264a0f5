import { toUtf8, unwrap } from "@colombe/base"
import {
  type Crypto,
  curveKeyLength,
  kemGenerateKeyPair,
  type Signer,
  signerFromPrivateKey,
} from "@colombe/base/crypto"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { wideLengths } from "@colombe/base/crypto/wide-curves"
import {
  type Capabilities,
  createGroup,
  findSuite,
  type GeneratedKeyPackage,
  type Group,
  generateKeyPackage,
  type LeafInput,
  type MlsContext,
  proposalTypes,
  suiteIds,
} from "../index.ts"

export const x25519Suite = suiteIds.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519
export const hybridSuite = suiteIds.MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519

export const lifetime = { notBefore: 0n, notAfter: 2n ** 64n - 1n }

/** With a value of GREASE in each list, as clients in the wild have. */
export function capabilitiesOf(suite: number, more: Partial<Capabilities> = {}): Capabilities {
  return {
    versions: [1, 0x0a0a],
    suites: [suite, 0x1a1a],
    extensions: [0x2a2a, ...(more.extensions ?? [])],
    proposals: [proposalTypes.selfRemove, 0x3a3a, ...(more.proposals ?? [])],
    credentials: [1, 0x4a4a, ...(more.credentials ?? [])],
  }
}

export interface Person {
  readonly name: string
  readonly signer: Signer
  readonly leaf: LeafInput
}

export function seeded(seed: string): MlsContext & { readonly crypto: Crypto } {
  return { crypto: deterministicCrypto(toUtf8(seed)) }
}

/** The platform's primitives, since they are quicker, with what is drawn by us from a seed. */
export function seededPlatform(seed: string): MlsContext & { readonly crypto: Crypto } {
  const { random } = deterministicCrypto(toUtf8(seed))
  return { crypto: { ...platformCrypto(globalThis.crypto), random } }
}

/** A scalar of P-521 cannot just be drawn: the KEM's derivation finds one, and serves for its smaller sister too. */
async function newSigner({ crypto, suites }: MlsContext, suite: number): Promise<Signer> {
  const { signature, hpke } = findSuite(suite, suites) ?? { signature: "Ed25519", hpke: undefined }
  const isWideEcdsa = hpke?.kem === "P-384" || hpke?.kem === "P-521"
  const privateKey = isWideEcdsa
    ? (await kemGenerateKeyPair(crypto, hpke.kem)).privateKey
    : crypto.random(signature === "Ed448" ? wideLengths.Ed448.privateKey : curveKeyLength)
  return signerFromPrivateKey(crypto, signature, privateKey)
}

export async function person(
  ctx: MlsContext,
  name: string,
  suite: number = x25519Suite,
  capabilities: Partial<Capabilities> = {},
): Promise<Person> {
  const signer = await newSigner(ctx, suite)
  const leaf: LeafInput = {
    credential: { type: "basic", identity: toUtf8(name) },
    capabilities: capabilitiesOf(suite, capabilities),
    extensions: [],
  }
  return { name, signer, leaf }
}

export async function keyPackageOf(
  ctx: MlsContext,
  someone: Person,
  suite: number = x25519Suite,
): Promise<GeneratedKeyPackage> {
  return unwrap(await generateKeyPackage(ctx, { ...someone.leaf, suite, signer: someone.signer, lifetime }))
}

export async function groupOf(
  ctx: MlsContext,
  creator: Person,
  suite: number = x25519Suite,
  groupExtensions: Parameters<typeof createGroup>[1]["groupExtensions"] = [],
): Promise<Group> {
  const input = { ...creator.leaf, suite, groupId: toUtf8("group"), groupExtensions }
  return unwrap(await createGroup(ctx, { ...input, signer: creator.signer, lifetime }))
}
