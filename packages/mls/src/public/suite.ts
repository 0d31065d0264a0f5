import type { AeadName, HashName, HpkeSuite, SignatureName } from "@colombe/base/crypto"
import { suiteIds } from "./registry.ts"

/** The primitives of one cipher suite (RFC 9420 §5.1) and the sizes that follow from them, in bytes. */
export interface Suite {
  readonly id: number
  readonly name: string
  readonly hpke: HpkeSuite
  readonly hash: HashName
  readonly aead: AeadName
  readonly signature: SignatureName
  /** Nh: length of a hash and of every secret. */
  readonly secretBytes: number
  readonly aeadKeyBytes: number
  readonly encryptionKeyBytes: number
  readonly signatureKeyBytes: number
}

export const aeadNonceBytes = 12

const curve25519 = { encryptionKeyBytes: 32, signatureKeyBytes: 32 }

const suites: readonly Suite[] = [
  {
    id: suiteIds.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519,
    name: "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
    hpke: { kem: "X25519", kdf: "SHA-256", aead: "AES-128-GCM" },
    hash: "SHA-256",
    aead: "AES-128-GCM",
    signature: "Ed25519",
    secretBytes: 32,
    aeadKeyBytes: 16,
    ...curve25519,
  },
  {
    id: suiteIds.MLS_128_DHKEMP256_AES128GCM_SHA256_P256,
    name: "MLS_128_DHKEMP256_AES128GCM_SHA256_P256",
    hpke: { kem: "P-256", kdf: "SHA-256", aead: "AES-128-GCM" },
    hash: "SHA-256",
    aead: "AES-128-GCM",
    signature: "ECDSA-P256-SHA256",
    secretBytes: 32,
    aeadKeyBytes: 16,
    encryptionKeyBytes: 65,
    signatureKeyBytes: 65,
  },
  {
    id: suiteIds.MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519,
    name: "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519",
    hpke: { kem: "X25519", kdf: "SHA-256", aead: "ChaCha20-Poly1305" },
    hash: "SHA-256",
    aead: "ChaCha20-Poly1305",
    signature: "Ed25519",
    secretBytes: 32,
    aeadKeyBytes: 32,
    ...curve25519,
  },
  {
    id: suiteIds.MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519,
    name: "MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519",
    hpke: { kem: "X-Wing", kdf: "SHA-384", aead: "AES-256-GCM" },
    hash: "SHA-384",
    aead: "AES-256-GCM",
    signature: "Ed25519",
    secretBytes: 48,
    aeadKeyBytes: 32,
    encryptionKeyBytes: 1216,
    signatureKeyBytes: 32,
  },
]

/** A suite by its number, of those that come with the engine or of `more`; undefined where it is neither. */
export function findSuite(id: number, more: readonly Suite[] = []): Suite | undefined {
  return suites.find(suite => suite.id === id) ?? more.find(suite => suite.id === id)
}
