import { createPrivateKey, createPublicKey, diffieHellman, sign } from "node:crypto"
import { assert, type Bytes, concat, equal, fromHex, toUtf8 } from "@colombe/base"
import { type Crypto, mlkem } from "@colombe/base/crypto"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { rememberingCrypto } from "./remembering.ts"

/**
 * The deterministic crypto, made quick where a simulated run spends its time: Ed25519 and X25519 by the platform, which
 * gives the same bytes at once, and a stand-in for ML-KEM. Answers are remembered.
 */
export function quickCrypto(seed: string): Crypto {
  const crypto = deterministicCrypto(toUtf8(seed))
  return rememberingCrypto({
    ...crypto,
    sign: async (name, key, message) =>
      name === "Ed25519" ? signQuickly(key, message) : crypto.sign(name, key, message),
    agreementPublicKey: async (curve, key) =>
      curve === "X25519" ? publicOf(key) : crypto.agreementPublicKey(curve, key),
    agree: async (curve, key, publicKey) =>
      curve === "X25519" ? agreeQuickly(key, publicKey) : crypto.agree(curve, key, publicKey),
    ...standInKem(crypto),
  })
}

/** RFC 8410: how the platform takes a private and a public key of 32 bytes. */
const encodings = {
  X25519: { private: "302e020100300506032b656e04220420", public: "302a300506032b656e032100" },
  Ed25519: { private: "302e020100300506032b657004220420" },
} as const

const der = (prefix: string, key: Bytes): Buffer => Buffer.concat([fromHex(prefix) ?? new Uint8Array(), key])
const privateKey = (prefix: string, key: Bytes) =>
  createPrivateKey({ key: der(prefix, key), format: "der", type: "pkcs8" })

function signQuickly(key: Bytes, message: Bytes): Bytes {
  return new Uint8Array(sign(null, message, privateKey(encodings.Ed25519.private, key)))
}

function publicOf(key: Bytes): Bytes {
  const exported = createPublicKey(privateKey(encodings.X25519.private, key)).export({
    format: "der",
    type: "spki",
  })
  return new Uint8Array(exported.subarray(-32))
}

function agreeQuickly(key: Bytes, publicKey: Bytes): Bytes | undefined {
  if (publicKey.length !== 32) return undefined
  const other = createPublicKey({
    key: der(encodings.X25519.public, publicKey),
    format: "der",
    type: "spki",
  })
  return new Uint8Array(
    diffieHellman({ privateKey: privateKey(encodings.X25519.private, key), publicKey: other }),
  )
}

/**
 * In place of ML-KEM-768, which costs more than all the rest of a run: the same lengths, the same answers for whoever
 * holds the key, another secret for whoever does not, and no secrecy at all, which nothing in a simulation tries.
 */
function standInKem({ hash, random }: Pick<Crypto, "hash" | "random">) {
  const digest = (name: string, ...parts: readonly Bytes[]): Bytes =>
    hash("SHA-256", concat(toUtf8(`stand-in ${name}`), ...parts))
  const fill = (start: Bytes, length: number): Bytes =>
    Uint8Array.from({ length }, (_, index) => start[index % start.length] ?? 0)
  const publicKeyOf = (seed: Bytes): Bytes => fill(digest("key", seed), mlkem.publicKey)
  const seal = (publicKey: Bytes, message: Bytes): Bytes =>
    concat(message, fill(digest("check", publicKey, message), mlkem.ciphertext - mlkem.randomness))
  const kem: Pick<Crypto, "mlkemPublicKey" | "mlkemEncapsulate" | "mlkemDecapsulate"> = {
    mlkemPublicKey: async seed => publicKeyOf(seed),
    async mlkemEncapsulate(publicKey, randomness = random(mlkem.randomness)) {
      if (publicKey.length !== mlkem.publicKey) return undefined
      const shared = digest("shared", publicKey, randomness)
      return { shared, ciphertext: seal(publicKey, randomness) }
    },
    async mlkemDecapsulate(seed, ciphertext) {
      assert(seed.length === mlkem.seed, "ML-KEM seed length")
      if (ciphertext.length !== mlkem.ciphertext) return undefined
      const publicKey = publicKeyOf(seed)
      const message = ciphertext.slice(0, mlkem.randomness)
      const holds = equal(seal(publicKey, message), ciphertext)
      return holds ? digest("shared", publicKey, message) : digest("rejected", seed, ciphertext)
    },
  }
  return kem
}
