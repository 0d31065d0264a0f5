import { hmac as nobleHmac } from "@noble/hashes/hmac.js"
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js"
import type { Bytes } from "../bytes.ts"
import type { HashName } from "./port.ts"

const functions = { "SHA-256": sha256, "SHA-384": sha384, "SHA-512": sha512 } as const

/** Shared by every adapter: for what a messenger hashes, a promise to native code costs more than the hash. */
export const hashing = {
  hash: (name: HashName, data: Bytes): Bytes => functions[name](data),
  hmac: (name: HashName, key: Bytes, data: Bytes): Bytes => nobleHmac(functions[name], key, data),
}
