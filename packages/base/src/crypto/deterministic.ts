import { chacha20 } from "@noble/ciphers/chacha.js"
import { type Bytes, concat, uint } from "../bytes.ts"
import { toUtf8 } from "../utf8.ts"
import { hashing } from "./hashing.ts"
import { mlkem } from "./lengths.ts"
import type { Crypto } from "./port.ts"
import * as software from "./software.ts"

/**
 * The adapter of simulations and tests: software alone, random bytes from the seed, promises that are settled when
 * they are returned. The same calls in the same order give the same bytes. Never for real keys.
 */
export function deterministicCrypto(seed: Bytes): Crypto {
  const random = seededRandom(seed)
  return {
    random,
    ...hashing,
    digest: async (...input) => hashing.hash(...input),
    aeadFor: async (...input) => software.aeadFor(...input),
    aeadSeal: async (...input) => software.aeadSeal(...input),
    aeadOpen: async (...input) => software.aeadOpen(...input),
    signatureKeyPair: async (...input) => software.signatureKeyPair(...input),
    sign: async (...input) => software.sign(...input),
    verify: async (...input) => software.verify(...input),
    agreementPublicKey: async (...input) => software.agreementPublicKey(...input),
    agree: async (...input) => software.agree(...input),
    mlkemPublicKey: async seed => software.mlkemPublicKey(seed),
    mlkemEncapsulate: async (publicKey, randomness = random(mlkem.randomness)) =>
      software.mlkemEncapsulate(publicKey, randomness),
    mlkemDecapsulate: async (...input) => software.mlkemDecapsulate(...input),
  }
}

/** ChaCha20 under a key made of the seed, one nonce a call, so that no two calls share a key stream. */
function seededRandom(seed: Bytes): (length: number) => Bytes {
  const key = hashing.hash("SHA-256", concat(toUtf8("Colombe seeded random"), seed))
  let calls = 0
  return length => chacha20(key, concat(uint(0, 4), uint(calls++, 8)), new Uint8Array(length))
}
