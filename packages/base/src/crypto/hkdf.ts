import { assert } from "../assert.ts"
import { type Bytes, concat } from "../bytes.ts"
import { hashLength } from "./lengths.ts"
import type { Crypto, HashName } from "./port.ts"

/** RFC 5869 §2.2. An empty salt counts as zeros, as HMAC pads its key. */
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
  const blocks = Math.ceil(length / hashLength[hash])
  assert(blocks <= 255, "at most 255 blocks of output")
  const output = new Uint8Array(blocks * hashLength[hash])
  let block: Bytes = new Uint8Array(0)
  for (let index = 1; index <= blocks; index++) {
    block = crypto.hmac(hash, key, concat(block, info, Uint8Array.of(index)))
    output.set(block, (index - 1) * hashLength[hash])
  }
  return output.slice(0, length)
}
