import { createHmac, hash } from "node:crypto"
import type { Crypto, HashName } from "@colombe/base/crypto"

const names: Readonly<Record<HashName, string>> = {
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
}

/** In place of the software's on a device with files: of what a device computes for a message a seventh was hashing. */
export const nativeHashing: Pick<Crypto, "hash" | "hmac"> = {
  hash: (name, data) => new Uint8Array(hash(names[name], data, "buffer")),
  hmac: (name, key, data) => new Uint8Array(createHmac(names[name], key).update(data).digest()),
}
