import type { Bytes } from "@colombe/base"
import { toUtf8 } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"

const { hash } = deterministicCrypto(new Uint8Array())
/** Words of one block: 64 bytes. */
const words = 16

/**
 * The random bytes of the deterministic crypto, many times quicker: ChaCha20 (RFC 8439) under a key made of the seed, one
 * nonce a call. A run draws hundreds of thousands of times, mostly a few bytes, and a library prepares itself for more.
 */
export function quickSeededRandom(seed: Bytes): (length: number) => Bytes {
  const label = toUtf8("Colombe seeded random")
  const key = hash("SHA-256", Uint8Array.of(...label, ...seed))
  const start = new Uint32Array(words)
  start.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574])
  for (let index = 0; index < 8; index++) start[4 + index] = wordAt(key, 4 * index)
  const block = new Uint32Array(words)
  let calls = 0
  return length => {
    // The nonce: four zero bytes, then the number of the call, whose lowest byte is the last.
    start[14] = reversed(Math.floor(calls / 2 ** 32))
    start[15] = reversed(calls % 2 ** 32)
    calls += 1
    const bytes = new Uint8Array(length)
    for (let at = 0, counter = 0; at < length; at += 4 * words, counter++) {
      start[12] = counter
      fillBlock(block, start)
      const end = Math.min(length, at + 4 * words)
      for (let index = at; index < end; index++)
        bytes[index] = (block[(index - at) >> 2] ?? 0) >>> (8 * ((index - at) & 3))
    }
    return bytes
  }
}

const wordAt = (bytes: Bytes, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)

const reversed = (word: number): number =>
  ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)

/** Twenty rounds over the start, to which they are added. */
function fillBlock(block: Uint32Array, start: Uint32Array): void {
  block.set(start)
  for (let round = 0; round < 10; round++) {
    for (let column = 0; column < 4; column++) quarter(block, column, 4 + column, 8 + column, 12 + column)
    for (let column = 0; column < 4; column++)
      quarter(block, column, 4 + ((column + 1) & 3), 8 + ((column + 2) & 3), 12 + ((column + 3) & 3))
  }
  for (let index = 0; index < words; index++) block[index] = (block[index] ?? 0) + (start[index] ?? 0)
}

function quarter(block: Uint32Array, a: number, b: number, c: number, d: number): void {
  mix(block, a, b, d, 16)
  mix(block, c, d, b, 12)
  mix(block, a, b, d, 8)
  mix(block, c, d, b, 7)
}

/** `to` grows by `by`, and what is turned by `bits` is `turned` with it. */
function mix(block: Uint32Array, to: number, by: number, turned: number, bits: number): void {
  const sum = ((block[to] ?? 0) + (block[by] ?? 0)) | 0
  block[to] = sum
  const mixed = (block[turned] ?? 0) ^ sum
  block[turned] = (mixed << bits) | (mixed >>> (32 - bits))
}
