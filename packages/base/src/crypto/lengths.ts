import { assert } from "../assert.ts"
import type { Bytes } from "../bytes.ts"
import type {
  AeadName,
  CommonCurveName,
  CommonSignatureName,
  CurveName,
  HashName,
  SignatureName,
} from "./port.ts"

/** Bytes, all of them. A digest is also as long as a pseudorandom key (RFC 5869, HashLen). */
export const hashLength: Readonly<Record<HashName, number>> = { "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 }
export const aeadKeyLength: Readonly<Record<AeadName, number>> = {
  "AES-128-GCM": 16,
  "AES-256-GCM": 32,
  "ChaCha20-Poly1305": 32,
}
export const aeadNonceLength = 12
export const aeadTagLength = 16
/** Private keys of the four common curve schemes: Ed25519 seeds and the scalars of X25519 and P-256. */
export const curveKeyLength = 32
export const p256PointLength = 65
const uncompressedTag = 4
/** ML-KEM-768, FIPS 203 table 3. */
export const mlkem = { seed: 64, publicKey: 1184, ciphertext: 1088, randomness: 32, shared: 32 } as const

/** Keys and nonces are our own: a wrong length is a bug, and throws. */
export function checkAeadKey(name: AeadName, key: Bytes): void {
  assert(key.length === aeadKeyLength[name], `${name} key length`)
}

export function checkAeadNonce(nonce: Bytes): void {
  assert(nonce.length === aeadNonceLength, "AEAD nonce length")
}

/** Without `withWideCurves` nobody asks for a wide curve: a bug, and it throws. */
export function assertCommon(
  name: SignatureName | CurveName,
): asserts name is CommonSignatureName | CommonCurveName {
  const isCommon = name === "Ed25519" || name === "X25519" || name === "ECDSA-P256-SHA256" || name === "P-256"
  assert(isCommon, `${name} needs withWideCurves`)
}

export function checkSeed(privateKey: Bytes): void {
  assert(privateKey.length === curveKeyLength, "private key length")
}

/** SEC 1 §2.3.3: some platforms also take compressed points, or the hybrid form of ANSI X9.62 with its tags 6 and 7. */
export function isUncompressedPoint(publicKey: Bytes): boolean {
  return publicKey.length === p256PointLength && publicKey[0] === uncompressedTag
}
