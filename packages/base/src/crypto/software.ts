import { gcm } from "@noble/ciphers/aes.js"
import { chacha20poly1305 } from "@noble/ciphers/chacha.js"
import { ed25519, x25519 } from "@noble/curves/ed25519.js"
import { p256 } from "@noble/curves/nist.js"
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js"
import { assert } from "../assert.ts"
import type { Bytes } from "../bytes.ts"
import { attemptSync } from "./attempt.ts"
import { derFromScalars, scalarsFromDer } from "./ecdsa-der.ts"
import { verifyEd25519 } from "./ed25519-equation.ts"
import {
  assertCommon,
  checkAeadKey,
  checkAeadNonce,
  checkSeed,
  isUncompressedPoint,
  mlkem,
} from "./lengths.ts"
import type { Aead, AeadName, CurveName, KeyPair, SignatureName } from "./port.ts"

function cipher(name: AeadName, key: Bytes, nonce: Bytes, aad: Bytes) {
  checkAeadKey(name, key)
  checkAeadNonce(nonce)
  return name === "ChaCha20-Poly1305" ? chacha20poly1305(key, nonce, aad) : gcm(key, nonce, aad)
}

export function aeadSeal(name: AeadName, key: Bytes, nonce: Bytes, aad: Bytes, plaintext: Bytes): Bytes {
  return cipher(name, key, nonce, aad).encrypt(plaintext)
}

export function aeadOpen(
  name: AeadName,
  key: Bytes,
  nonce: Bytes,
  aad: Bytes,
  ciphertext: Bytes,
): Bytes | undefined {
  const opener = cipher(name, key, nonce, aad)
  return attemptSync(() => opener.decrypt(ciphertext))
}

export function aeadFor(name: AeadName, key: Bytes): Aead {
  checkAeadKey(name, key)
  return {
    seal: async (...input) => aeadSeal(name, key, ...input),
    open: async (...input) => aeadOpen(name, key, ...input),
  }
}

export function signatureKeyPair(name: SignatureName, privateKey: Bytes): KeyPair {
  assertCommon(name)
  checkSeed(privateKey)
  const publicKey =
    name === "Ed25519" ? ed25519.getPublicKey(privateKey) : p256.getPublicKey(privateKey, false)
  return { publicKey, privateKey }
}

/** ECDSA nonces follow RFC 6979, so the same message has the same signature. */
export function sign(name: SignatureName, privateKey: Bytes, message: Bytes): Bytes {
  assertCommon(name)
  checkSeed(privateKey)
  if (name === "Ed25519") return ed25519.sign(message, privateKey)
  return derFromScalars(p256.sign(message, privateKey, { lowS: false, format: "compact" }))
}

export function verify(name: SignatureName, publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  assertCommon(name)
  if (name === "Ed25519") return verifyEd25519(publicKey, message, signature)
  const scalars = scalarsFromDer(signature)
  if (scalars === undefined || !isUncompressedPoint(publicKey)) return false
  return (
    attemptSync(() => p256.verify(scalars, message, publicKey, { lowS: false, format: "compact" })) ?? false
  )
}

export function agreementPublicKey(curve: CurveName, privateKey: Bytes): Bytes | undefined {
  assertCommon(curve)
  return attemptSync(() =>
    curve === "X25519" ? x25519.getPublicKey(privateKey) : p256.getPublicKey(privateKey, false),
  )
}

export function agree(curve: CurveName, privateKey: Bytes, publicKey: Bytes): Bytes | undefined {
  assertCommon(curve)
  if (curve === "P-256") {
    if (!isUncompressedPoint(publicKey)) return undefined
    return attemptSync(() => p256.getSharedSecret(privateKey, publicKey).slice(1))
  }
  // The library refuses an all-zero result itself.
  return attemptSync(() => x25519.getSharedSecret(privateKey, publicKey))
}

export function mlkemPublicKey(seed: Bytes): Bytes {
  assert(seed.length === mlkem.seed, "ML-KEM seed length")
  return ml_kem768.keygen(seed).publicKey
}

export function mlkemEncapsulate(
  publicKey: Bytes,
  randomness: Bytes,
): { shared: Bytes; ciphertext: Bytes } | undefined {
  assert(randomness.length === mlkem.randomness, "ML-KEM randomness length")
  const made = attemptSync(() => ml_kem768.encapsulate(publicKey, randomness))
  return made && { shared: made.sharedSecret, ciphertext: made.cipherText }
}

export function mlkemDecapsulate(seed: Bytes, ciphertext: Bytes): Bytes | undefined {
  assert(seed.length === mlkem.seed, "ML-KEM seed length")
  if (ciphertext.length !== mlkem.ciphertext) return undefined
  return ml_kem768.decapsulate(ciphertext, ml_kem768.keygen(seed).secretKey)
}
