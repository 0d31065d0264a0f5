import { type Bytes, concat, uint } from "../bytes.ts"
import { toUtf8 } from "../utf8.ts"
import { hkdfExpand, hkdfExtract } from "./hkdf.ts"
import type { Crypto, HashName } from "./port.ts"

const version = toUtf8("HPKE-v1")

/** RFC 9180 §4, LabeledExtract. */
export function labelledExtract(
  crypto: Pick<Crypto, "hmac">,
  hash: HashName,
  suiteId: Bytes,
  salt: Bytes,
  label: string,
  ikm: Bytes,
): Bytes {
  return hkdfExtract(crypto, hash, salt, concat(version, suiteId, toUtf8(label), ikm))
}

/** RFC 9180 §4, LabeledExpand. */
export function labelledExpand(
  crypto: Pick<Crypto, "hmac">,
  hash: HashName,
  suiteId: Bytes,
  prk: Bytes,
  label: string,
  info: Bytes,
  length: number,
): Bytes {
  return hkdfExpand(crypto, hash, prk, concat(uint(length, 2), version, suiteId, toUtf8(label), info), length)
}
