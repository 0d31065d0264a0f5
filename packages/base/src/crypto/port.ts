import type { Bytes } from "../bytes.ts"

export type HashName = "SHA-256" | "SHA-384" | "SHA-512"
export type AeadName = "AES-128-GCM" | "AES-256-GCM" | "ChaCha20-Poly1305"
/** What every adapter has. */
export type CommonSignatureName = "Ed25519" | "ECDSA-P256-SHA256"
export type CommonCurveName = "X25519" | "P-256"
/** What an adapter has that went through `withWideCurves`; others are never asked for it. */
export type WideSignatureName = "Ed448" | "ECDSA-P384-SHA384" | "ECDSA-P521-SHA512"
export type WideCurveName = "X448" | "P-384" | "P-521"
export type SignatureName = CommonSignatureName | WideSignatureName
export type CurveName = CommonCurveName | WideCurveName

export interface KeyPair {
  readonly publicKey: Bytes
  readonly privateKey: Bytes
}

/** Signs without showing its key: a device key may be one that no code can read. */
export interface Signer {
  readonly scheme: SignatureName
  readonly publicKey: Bytes
  sign(message: Bytes): Promise<Bytes>
}

/** An AEAD whose key is ready; else like `aeadSeal` and `aeadOpen`. */
export interface Aead {
  seal(nonce: Bytes, aad: Bytes, plaintext: Bytes): Promise<Bytes>
  open(nonce: Bytes, aad: Bytes, ciphertext: Bytes): Promise<Bytes | undefined>
}

/**
 * The primitives, and nothing made of them: HKDF, DHKEM, X-Wing and HPKE are put together once, above this port.
 * Hashing is synchronous, since a promise costs more than a hash of a few hundred bytes; the rest may run elsewhere.
 * What fails on bad input gives undefined or false, and never says why.
 */
export interface Crypto {
  /** From the platform's secure source or, in a simulation, from the seed. */
  random(length: number): Bytes
  hash(name: HashName, data: Bytes): Bytes
  hmac(name: HashName, key: Bytes, data: Bytes): Bytes
  /** `hash` of much data: native and beside this thread where the platform can. */
  digest(name: HashName, data: Bytes): Promise<Bytes>

  /** Ciphertext and 16-byte tag. Nonces have 12 bytes. */
  aeadSeal(name: AeadName, key: Bytes, nonce: Bytes, aad: Bytes, plaintext: Bytes): Promise<Bytes>
  aeadOpen(
    name: AeadName,
    key: Bytes,
    nonce: Bytes,
    aad: Bytes,
    ciphertext: Bytes,
  ): Promise<Bytes | undefined>

  /** For many messages under one key, which is made ready once. */
  aeadFor(name: AeadName, key: Bytes): Promise<Aead>

  /** EdDSA: the private key is the seed. ECDSA: the scalar; public keys uncompressed (SEC 1), signatures DER. */
  signatureKeyPair(name: SignatureName, privateKey: Bytes): Promise<KeyPair>
  sign(name: SignatureName, privateKey: Bytes, message: Bytes): Promise<Bytes>
  /** Ed25519: the one equation of spec E1–E4, on every platform. */
  verify(name: SignatureName, publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean>

  /** Undefined where the scalar has no public key (P curves: zero, or not below the order). */
  agreementPublicKey(curve: CurveName, privateKey: Bytes): Promise<Bytes | undefined>
  /** Undefined for an invalid point and for an all-zero result. P curves give the x coordinate. */
  agree(curve: CurveName, privateKey: Bytes, publicKey: Bytes): Promise<Bytes | undefined>

  /** ML-KEM-768 (FIPS 203). `seed` is d ‖ z, 64 bytes; the public key has 1,184. */
  mlkemPublicKey(seed: Bytes): Promise<Bytes>
  /** Undefined where the key fails the modulus check (FIPS 203 §7.2). `randomness` m, 32 bytes, makes it repeatable. */
  mlkemEncapsulate(
    publicKey: Bytes,
    randomness?: Bytes,
  ): Promise<{ shared: Bytes; ciphertext: Bytes } | undefined>
  /** Implicit rejection: undefined only for a wrong length. */
  mlkemDecapsulate(seed: Bytes, ciphertext: Bytes): Promise<Bytes | undefined>
}
