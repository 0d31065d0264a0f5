import type { Bytes } from "../bytes.ts"
import { dhkemDecapsulate, dhkemDeriveKeyPair, dhkemEncapsulate } from "./dhkem.ts"
import type { Encapsulated, KemName } from "./hpke-suite.ts"
import { curveKeyLength } from "./lengths.ts"
import type { Crypto, KeyPair } from "./port.ts"
import { xwingDecapsulate, xwingDeriveKeyPair, xwingEncapsulate, xwingPublicKey } from "./xwing.ts"

/** RFC 9180 §4, DeriveKeyPair: the same `ikm`, of any length, gives the same pair. */
export function kemDeriveKeyPair(crypto: Crypto, kem: KemName, ikm: Bytes): Promise<KeyPair> {
  return kem === "X-Wing" ? xwingDeriveKeyPair(crypto, ikm) : dhkemDeriveKeyPair(crypto, kem, ikm)
}

/** All three private keys have 32 bytes; X-Wing's is its seed. */
export function kemGenerateKeyPair(crypto: Crypto, kem: KemName): Promise<KeyPair> {
  return kemDeriveKeyPair(crypto, kem, crypto.random(curveKeyLength))
}

/** Undefined where the private key has a wrong length or no public key. */
export function kemPublicKey(crypto: Crypto, kem: KemName, privateKey: Bytes): Promise<Bytes | undefined> {
  return kem === "X-Wing" ? xwingPublicKey(crypto, privateKey) : crypto.agreementPublicKey(kem, privateKey)
}

/**
 * Undefined for a public key that is refused. `randomness` makes it repeatable: for X-Wing 64 bytes that are used as
 * they are, for the others the `ikm` of the ephemeral key.
 */
export function kemEncapsulate(
  crypto: Crypto,
  kem: KemName,
  publicKey: Bytes,
  randomness?: Bytes,
): Promise<Encapsulated | undefined> {
  if (kem === "X-Wing") return xwingEncapsulate(crypto, publicKey, randomness)
  return dhkemEncapsulate(crypto, kem, publicKey, randomness ?? crypto.random(curveKeyLength))
}

export function kemDecapsulate(
  crypto: Crypto,
  kem: KemName,
  privateKey: Bytes,
  enc: Bytes,
): Promise<Bytes | undefined> {
  if (kem === "X-Wing") return xwingDecapsulate(crypto, privateKey, enc)
  return dhkemDecapsulate(crypto, kem, privateKey, enc)
}
