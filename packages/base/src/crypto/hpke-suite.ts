import { type Bytes, concat, uint } from "../bytes.ts"
import { toUtf8 } from "../utf8.ts"
import type { AeadName, CurveName, HashName } from "./port.ts"

export type KemName = CurveName | "X-Wing"

export interface HpkeSuite {
  readonly kem: KemName
  /** HKDF over this hash. */
  readonly kdf: HashName
  readonly aead: AeadName
}

/** What a sender gets from a KEM: a secret, and what carries it to the holder of the private key. */
export interface Encapsulated {
  readonly enc: Bytes
  readonly shared: Bytes
}

/** The registry of RFC 9180 §7, and X-Wing's entry in it. */
const kemIds: Readonly<Record<KemName, number>> = {
  "P-256": 0x0010,
  "P-384": 0x0011,
  "P-521": 0x0012,
  X25519: 0x0020,
  X448: 0x0021,
  "X-Wing": 0x647a,
}
const kdfIds: Readonly<Record<HashName, number>> = { "SHA-256": 0x0001, "SHA-384": 0x0002, "SHA-512": 0x0003 }
const aeadIds: Readonly<Record<AeadName, number>> = {
  "AES-128-GCM": 0x0001,
  "AES-256-GCM": 0x0002,
  "ChaCha20-Poly1305": 0x0003,
}

/** The suite_id that binds every derivation to its KEM (RFC 9180 §4.1). */
export function kemSuiteId(kem: KemName): Bytes {
  return concat(toUtf8("KEM"), uint(kemIds[kem], 2))
}

/** The suite_id of the key schedule (RFC 9180 §5.1). */
export function hpkeSuiteId({ kem, kdf, aead }: HpkeSuite): Bytes {
  return concat(toUtf8("HPKE"), uint(kemIds[kem], 2), uint(kdfIds[kdf], 2), uint(aeadIds[aead], 2))
}
