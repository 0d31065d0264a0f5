import { type Bytes, concat, encode, fixed, opaque, struct, toUtf8 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type Digest, digest, labelledKdf } from "@colombe/rules"

/** What an epoch's messages are sealed with: the exported key, and the hash of the group state it belongs to. */
export interface EpochKey {
  /** 32 bytes. */
  readonly key: Bytes
  readonly ctx: Digest
}

export interface MessageKeys {
  readonly commitment: Bytes
  readonly key: Bytes
  readonly nonce: Bytes
}

export const aead = "AES-256-GCM"
export const saltRandomBytes = 32
const commitmentBytes = 32
const keyBytes = 32
const nonceBytes = 12

const saltInput = struct({ label: opaque, random: fixed(saltRandomBytes), body: digest })
const saltLabel = toUtf8("Colombe 1.0 salt")

/** Fresh randomness, hedged with the body: even a stuck random source repeats a key only for the same body. */
export function messageSalt(
  crypto: Pick<Crypto, "hash" | "hmac">,
  key: Bytes,
  random: Bytes,
  body: Bytes,
): Bytes {
  const input = encode(saltInput, { label: saltLabel, random, body: crypto.hash("SHA-256", body) })
  return crypto.hmac("SHA-256", key, input)
}

/** The commitment comes first, so that it is exactly one block of output and no key bytes are cut out of its block. */
export function messageKeys(crypto: Crypto, { key, ctx }: EpochKey, prefixBytes: Bytes): MessageKeys {
  const length = commitmentBytes + keyBytes + nonceBytes
  const output = labelledKdf(crypto, key, "message", concat(prefixBytes, ctx), length)
  return {
    commitment: output.subarray(0, commitmentBytes),
    key: output.subarray(commitmentBytes, commitmentBytes + keyBytes),
    nonce: output.subarray(commitmentBytes + keyBytes),
  }
}
