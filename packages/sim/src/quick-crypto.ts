import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  sign,
  verify,
} from "node:crypto"
import { assert, type Bytes, concat, equal, fromHex, toHex, toUtf8 } from "@colombe/base"
import { type Crypto, mlkem } from "@colombe/base/crypto"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { quickSeededRandom } from "./quick-random.ts"
import { rememberingCrypto } from "./remembering.ts"

/**
 * The deterministic crypto, made quick where a simulated run spends its time: hashes, AES-GCM, Ed25519 and X25519 by the
 * platform, which gives the same bytes at once, and a stand-in for ML-KEM. Answers are remembered.
 */
export function quickCrypto(seed: string): Crypto {
  const crypto = { ...deterministicCrypto(toUtf8(seed)), random: quickSeededRandom(toUtf8(seed)) }
  return rememberingCrypto({
    ...crypto,
    ...quickHashing,
    ...quickAead(crypto),
    ...quickSignatures(crypto),
    ...standInKem({ ...crypto, ...quickHashing }),
  })
}

const platformNames = { "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" } as const

/** Its bytes as an array of their own: a second view of a buffer makes an engine lay out the first one anew. */
function bytesOf(buffer: Buffer): Bytes {
  const bytes = new Uint8Array(buffer.length)
  bytes.set(buffer)
  return bytes
}

const quickHashing: Pick<Crypto, "hash" | "hmac" | "digest"> = {
  hash: (name, data) => bytesOf(createHash(platformNames[name]).update(data).digest()),
  hmac: (name, key, data) => bytesOf(createHmac(platformNames[name], key).update(data).digest()),
  digest: async (name, data) => quickHashing.hash(name, data),
}

const aesNames = { "AES-128-GCM": "aes-128-gcm", "AES-256-GCM": "aes-256-gcm" } as const
const tagBytes = 16

function quickAead(crypto: Crypto): Pick<Crypto, "aeadSeal" | "aeadOpen" | "aeadFor"> {
  const aead: Pick<Crypto, "aeadSeal" | "aeadOpen" | "aeadFor"> = {
    async aeadSeal(name, key, nonce, aad, plaintext) {
      if (name === "ChaCha20-Poly1305") return crypto.aeadSeal(name, key, nonce, aad, plaintext)
      const cipher = createCipheriv(aesNames[name], key, nonce).setAAD(aad)
      return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag())
    },
    async aeadOpen(name, key, nonce, aad, ciphertext) {
      if (name === "ChaCha20-Poly1305") return crypto.aeadOpen(name, key, nonce, aad, ciphertext)
      if (ciphertext.length < tagBytes) return undefined
      const decipher = createDecipheriv(aesNames[name], key, nonce, { authTagLength: tagBytes }).setAAD(aad)
      decipher.setAuthTag(ciphertext.subarray(-tagBytes))
      try {
        return concat(decipher.update(ciphertext.subarray(0, -tagBytes)), decipher.final())
      } catch {
        return undefined // not sealed under this key, or changed
      }
    },
    aeadFor: async (name, key) => ({
      seal: (...input) => aead.aeadSeal(name, key, ...input),
      open: (...input) => aead.aeadOpen(name, key, ...input),
    }),
  }
  return aead
}

/** Whoever signs in a simulation signs as the rules say, so that the platform's own equation decides alike (spec E1). */
function quickSignatures(crypto: Crypto): Pick<Crypto, "sign" | "verify" | "agree" | "agreementPublicKey"> {
  return {
    sign: async (name, key, message) =>
      name === "Ed25519"
        ? bytesOf(sign(null, message, privateKey("Ed25519", key)))
        : crypto.sign(name, key, message),
    verify: async (name, key, message, signature) =>
      name === "Ed25519" && key.length === keyBytes
        ? verify(null, message, publicKey("Ed25519", key), signature)
        : crypto.verify(name, key, message, signature),
    agreementPublicKey: async (curve, key) => {
      if (curve !== "X25519") return crypto.agreementPublicKey(curve, key)
      const exported = createPublicKey(privateKey("X25519", key)).export({ format: "der", type: "spki" })
      return new Uint8Array(exported.subarray(-keyBytes))
    },
    agree: async (curve, key, other) => {
      if (curve !== "X25519") return crypto.agree(curve, key, other)
      if (other.length !== keyBytes) return undefined
      const pair = { privateKey: privateKey("X25519", key), publicKey: publicKey("X25519", other) }
      return bytesOf(diffieHellman(pair))
    },
  }
}

const keyBytes = 32
type Edwards = keyof typeof encodings

/** RFC 8410: how the platform takes a private and a public key of 32 bytes. */
const encodings = {
  X25519: { private: "302e020100300506032b656e04220420", public: "302a300506032b656e032100" },
  Ed25519: { private: "302e020100300506032b657004220420", public: "302a300506032b6570032100" },
} as const

const der = (prefix: string, key: Bytes): Buffer => Buffer.concat([fromHex(prefix) ?? new Uint8Array(), key])

/** Keys as the platform has them, by their bytes: most are used again and again. */
const parsed = new Map<string, KeyObject>()
const parsedMax = 5_000

function privateKey(name: Edwards, key: Bytes): KeyObject {
  return parse(`private ${name} ${toHex(key)}`, () =>
    createPrivateKey({ key: der(encodings[name].private, key), format: "der", type: "pkcs8" }),
  )
}

function publicKey(name: Edwards, key: Bytes): KeyObject {
  return parse(`public ${name} ${toHex(key)}`, () =>
    createPublicKey({ key: der(encodings[name].public, key), format: "der", type: "spki" }),
  )
}

function parse(name: string, make: () => KeyObject): KeyObject {
  const known = parsed.get(name)
  if (known !== undefined) return known
  const made = make()
  if (parsed.size >= parsedMax) parsed.clear()
  parsed.set(name, made)
  return made
}

/**
 * In place of ML-KEM-768, which costs more than all the rest of a run: the same lengths, the same answers for whoever
 * holds the key, another secret for whoever does not, and no secrecy at all, which nothing in a simulation tries.
 */
function standInKem({ hash, random }: Pick<Crypto, "hash" | "random">) {
  const digest = (name: string, ...parts: readonly Bytes[]): Bytes =>
    hash("SHA-256", concat(toUtf8(`stand-in ${name}`), ...parts))
  const fill = (start: Bytes, length: number): Bytes => {
    const filled = new Uint8Array(length)
    for (let at = 0; at < length; at += start.length) filled.set(start.subarray(0, length - at), at)
    return filled
  }
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
