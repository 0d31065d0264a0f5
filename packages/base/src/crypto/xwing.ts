import { sha3_256, shake256 } from "@noble/hashes/sha3.js"
import { assert } from "../assert.ts"
import { type Bytes, concat, uint } from "../bytes.ts"
import { toUtf8 } from "../utf8.ts"
import { type Encapsulated, kemSuiteId } from "./hpke-suite.ts"
import { curveKeyLength, mlkem } from "./lengths.ts"
import type { Crypto, KeyPair } from "./port.ts"

/** X-Wing: ML-KEM-768 and X25519 in one KEM (draft-connolly-cfrg-xwing-kem). Keccak is software on every adapter. */
export const xwing = {
  privateKey: 32,
  publicKey: mlkem.publicKey + curveKeyLength,
  ciphertext: mlkem.ciphertext + curveKeyLength,
  /** m of ML-KEM ‖ ephemeral scalar of X25519. */
  randomness: mlkem.randomness + curveKeyLength,
} as const

/** The constant that the draft hashes last, six characters of ASCII. */
const label = toUtf8("\\.//^\\")

interface Parts {
  readonly mlkem: Bytes
  readonly x25519: Bytes
}

function expand(privateKey: Bytes): Parts {
  const expanded = shake256(privateKey, { dkLen: mlkem.seed + curveKeyLength })
  return { mlkem: expanded.subarray(0, mlkem.seed), x25519: expanded.subarray(mlkem.seed) }
}

function split(joined: Bytes, first: number): Parts {
  return { mlkem: joined.subarray(0, first), x25519: joined.subarray(first) }
}

/** The order in which the draft hashes; the ML-KEM ciphertext is bound by ML-KEM's own secret. */
function combine(shared: Parts, ciphertext: Bytes, publicKey: Bytes): Bytes {
  return sha3_256(concat(shared.mlkem, shared.x25519, ciphertext, publicKey, label))
}

export async function xwingPublicKey(crypto: Crypto, privateKey: Bytes): Promise<Bytes | undefined> {
  if (privateKey.length !== xwing.privateKey) return undefined
  const seeds = expand(privateKey)
  const first = await crypto.mlkemPublicKey(seeds.mlkem)
  const second = await crypto.agreementPublicKey("X25519", seeds.x25519)
  return second && concat(first, second)
}

/** The private key is `ikm` put through the labelled SHAKE256 of draft-ietf-hpke-pq; `ikm` may have any length. */
export async function xwingDeriveKeyPair(crypto: Crypto, ikm: Bytes): Promise<KeyPair> {
  const name = toUtf8("DeriveKeyPair")
  const length = uint(xwing.privateKey, 2)
  const input = concat(ikm, toUtf8("HPKE-v1"), kemSuiteId("X-Wing"), uint(name.length, 2), name, length)
  const privateKey = shake256(input, { dkLen: xwing.privateKey })
  const publicKey = await xwingPublicKey(crypto, privateKey)
  assert(publicKey !== undefined, "every seed has a public key")
  return { publicKey, privateKey }
}

/** Undefined where either half of the key is refused. `randomness` makes it repeatable; else it is fresh. */
export async function xwingEncapsulate(
  crypto: Crypto,
  publicKey: Bytes,
  randomness?: Bytes,
): Promise<Encapsulated | undefined> {
  assert(randomness === undefined || randomness.length === xwing.randomness, "X-Wing randomness length")
  if (publicKey.length !== xwing.publicKey) return undefined
  const keys = split(publicKey, mlkem.publicKey)
  const first = await crypto.mlkemEncapsulate(keys.mlkem, randomness?.slice(0, mlkem.randomness))
  const scalar = randomness?.slice(mlkem.randomness) ?? crypto.random(curveKeyLength)
  const ephemeral = await crypto.agreementPublicKey("X25519", scalar)
  const second = await crypto.agree("X25519", scalar, keys.x25519)
  if (first === undefined || ephemeral === undefined || second === undefined) return undefined
  const shared = combine({ mlkem: first.shared, x25519: second }, ephemeral, keys.x25519)
  return { enc: concat(first.ciphertext, ephemeral), shared }
}

/** A wrong ciphertext of the right length gives another secret (ML-KEM rejects implicitly), not undefined. */
export async function xwingDecapsulate(
  crypto: Crypto,
  privateKey: Bytes,
  enc: Bytes,
): Promise<Bytes | undefined> {
  if (privateKey.length !== xwing.privateKey || enc.length !== xwing.ciphertext) return undefined
  const seeds = expand(privateKey)
  const ciphertexts = split(enc, mlkem.ciphertext)
  const first = await crypto.mlkemDecapsulate(seeds.mlkem, ciphertexts.mlkem)
  const second = await crypto.agree("X25519", seeds.x25519, ciphertexts.x25519)
  const publicKey = await crypto.agreementPublicKey("X25519", seeds.x25519)
  if (first === undefined || second === undefined || publicKey === undefined) return undefined
  return combine({ mlkem: first, x25519: second }, ciphertexts.x25519, publicKey)
}
