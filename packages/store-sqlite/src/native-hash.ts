import { hash } from "node:crypto"
import type { HashName } from "@colombe/base/crypto"
import type { Hashing } from "@colombe/store"

const names: Readonly<Record<HashName, string>> = {
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
}

/** The native hash: over a whole log the software one would cost as much as the database. */
export const nativeHash: Hashing = {
  hash: (name, data) => new Uint8Array(hash(names[name], data, "buffer")),
}
