import { assert } from "../assert.ts"
import { type Bytes, concat } from "../bytes.ts"
import type { Crypto, HashName } from "./port.ts"

const hashBytes = { "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 } as const satisfies Record<HashName, number>

/** RFC 5869 §2.2. */
export function hkdfExtract(crypto: Pick<Crypto, "hmac">, hash: HashName, salt: Bytes, ikm: Bytes): Bytes {
  return crypto.hmac(hash, salt, ikm)
}

/** RFC 5869 §2.3; at most 255 blocks. */
export function hkdfExpand(
  crypto: Pick<Crypto, "hmac">,
  hash: HashName,
  key: Bytes,
  info: Bytes,
  length: number,
): Bytes {
  const blocks = Math.ceil(length / hashBytes[hash])
  assert(blocks <= 255, "at most 255 blocks of output")
  const output = new Uint8Array(blocks * hashBytes[hash])
  let block: Bytes = new Uint8Array(0)
  for (let index = 1; index <= blocks; index++) {
    block = crypto.hmac(hash, key, concat(block, info, Uint8Array.of(index)))
    output.set(block, (index - 1) * hashBytes[hash])
  }
  return output.slice(0, length)
}
