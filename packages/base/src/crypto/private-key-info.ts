import { type Bytes, concat, fromHex } from "../bytes.ts"
import { checkSeed } from "./lengths.ts"

/**
 * PKCS #8 around a bare private key, the one form in which WebCrypto takes it without its public key: RFC 8410 §7,
 * and for P-256 RFC 5915 §3 with the public key left out.
 */
const prefixes = {
  Ed25519: "302e020100300506032b657004220420",
  X25519: "302e020100300506032b656e04220420",
  "P-256": "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420",
} as const

export function privateKeyInfo(name: keyof typeof prefixes, privateKey: Bytes): Bytes {
  checkSeed(privateKey)
  return concat(fromHex(prefixes[name]) ?? new Uint8Array(), privateKey)
}
