import { type Bytes, concat, uint } from "../bytes.ts"
import { labelledExpand, labelledExtract } from "./hpke-labels.ts"
import { type Encapsulated, kemSuiteId } from "./hpke-suite.ts"
import { hashLength } from "./lengths.ts"
import type { Crypto, CurveName, HashName, KeyPair } from "./port.ts"

/** RFC 9180 §7.1: the hash with which a DHKEM derives, which is as long as its secret, and bytes of a private key. */
const parameters: Readonly<Record<CurveName, { readonly hash: HashName; readonly privateKey: number }>> = {
  X25519: { hash: "SHA-256", privateKey: 32 },
  "P-256": { hash: "SHA-256", privateKey: 32 },
  "P-384": { hash: "SHA-384", privateKey: 48 },
  "P-521": { hash: "SHA-512", privateKey: 66 },
  X448: { hash: "SHA-512", privateKey: 56 },
}
const empty = new Uint8Array()

/** RFC 9180 §7.1.3: of the first of 66 bytes, P-521 has one bit. */
const p521Mask = 0x01
/** RFC 9180 §7.1.3: rejection sampling gives up after 256 candidates, which never happens. */
const candidatesMax = 256

/** Bytes of a private key, and of the `ikm` that makes one. */
export const dhkemPrivateKeyLength = (curve: CurveName): number => parameters[curve].privateKey

/** RFC 9180 §7.1.3. Any length of `ikm`; its entropy is the caller's. */
export async function dhkemDeriveKeyPair(crypto: Crypto, curve: CurveName, ikm: Bytes): Promise<KeyPair> {
  const suiteId = kemSuiteId(curve)
  const { hash, privateKey: length } = parameters[curve]
  const isMontgomery = curve === "X25519" || curve === "X448"
  const prk = labelledExtract(crypto, hash, suiteId, empty, "dkp_prk", ikm)
  for (let counter = 0; counter < candidatesMax; counter++) {
    const [label, info] = isMontgomery ? ["sk", empty] : ["candidate", uint(counter, 1)]
    const privateKey = labelledExpand(crypto, hash, suiteId, prk, label, info, length)
    if (curve === "P-521") privateKey[0] = (privateKey[0] ?? 0) & p521Mask
    const publicKey = await crypto.agreementPublicKey(curve, privateKey)
    if (publicKey !== undefined) return { publicKey, privateKey }
  }
  throw new Error("no candidate is a private key")
}

/** RFC 9180 §4.1, Encap. `ephemeralIkm` makes the ephemeral key, as in the vectors of its appendix A. */
export async function dhkemEncapsulate(
  crypto: Crypto,
  curve: CurveName,
  publicKey: Bytes,
  ephemeralIkm: Bytes,
): Promise<Encapsulated | undefined> {
  const ephemeral = await dhkemDeriveKeyPair(crypto, curve, ephemeralIkm)
  const agreed = await crypto.agree(curve, ephemeral.privateKey, publicKey)
  if (agreed === undefined) return undefined
  const enc = ephemeral.publicKey
  return { enc, shared: extractAndExpand(crypto, curve, agreed, concat(enc, publicKey)) }
}

/** RFC 9180 §4.1, Decap. */
export async function dhkemDecapsulate(
  crypto: Crypto,
  curve: CurveName,
  privateKey: Bytes,
  enc: Bytes,
): Promise<Bytes | undefined> {
  const publicKey = await crypto.agreementPublicKey(curve, privateKey)
  const agreed = await crypto.agree(curve, privateKey, enc)
  if (publicKey === undefined || agreed === undefined) return undefined
  return extractAndExpand(crypto, curve, agreed, concat(enc, publicKey))
}

function extractAndExpand(crypto: Crypto, curve: CurveName, agreed: Bytes, context: Bytes): Bytes {
  const suiteId = kemSuiteId(curve)
  const { hash } = parameters[curve]
  const prk = labelledExtract(crypto, hash, suiteId, empty, "eae_prk", agreed)
  return labelledExpand(crypto, hash, suiteId, prk, "shared_secret", context, hashLength[hash])
}
