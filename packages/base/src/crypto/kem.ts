import type { Bytes } from "../bytes.ts"
import { dhkemDecapsulate, dhkemDeriveKeyPair, dhkemEncapsulate, dhkemPrivateKeyLength } from "./dhkem.ts"
import type { Encapsulated, KemName } from "./hpke-suite.ts"
import type { Crypto, KeyPair } from "./port.ts"
import { xwing, xwingDecapsulate, xwingDeriveKeyPair, xwingEncapsulate, xwingPublicKey } from "./xwing.ts"

/** RFC 9180 §4, DeriveKeyPair: the same `ikm`, of any length, gives the same pair. */
export function kemDeriveKeyPair(crypto: Crypto, kem: KemName, ikm: Bytes): Promise<KeyPair> {
  return kem === "X-Wing" ? xwingDeriveKeyPair(crypto, ikm) : dhkemDeriveKeyPair(crypto, kem, ikm)
}

/** Bytes of a private key; X-Wing's is its seed. */
const privateKeyLength = (kem: KemName) => (kem === "X-Wing" ? xwing.privateKey : dhkemPrivateKeyLength(kem))

export function kemGenerateKeyPair(crypto: Crypto, kem: KemName): Promise<KeyPair> {
  return kemDeriveKeyPair(crypto, kem, crypto.random(privateKeyLength(kem)))
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
  return dhkemEncapsulate(crypto, kem, publicKey, randomness ?? crypto.random(dhkemPrivateKeyLength(kem)))
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
