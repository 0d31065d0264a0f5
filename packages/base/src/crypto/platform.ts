import { assert } from "../assert.ts"
import type { Bytes } from "../bytes.ts"
import { hashing } from "./hashing.ts"
import { mlkem } from "./lengths.ts"
import { aesFor } from "./native-aes.ts"
import { ed25519PublicKey, ed25519Sign, ed25519Verify } from "./native-ed25519.ts"
import * as nativeMlkem from "./native-mlkem.ts"
import { p256Agree, p256Sign, p256Verify } from "./native-p256.ts"
import { x25519Agree, x25519PublicKey } from "./native-x25519.ts"
import type { Crypto } from "./port.ts"
import { type Probes, platformProbes } from "./probes.ts"
import { bytesOf, owned, type WebCrypto } from "./subtle.ts"

export * from "./platform-signer.ts"
export type { PlatformKey, PlatformKeyPair, Subtle, WebCrypto } from "./subtle.ts"

/** A platform that has everything never pays for its code. */
const software = () => import("./software.ts")

/** Bytes that one call of `getRandomValues` fills at most (W3C Web Cryptography, §10.1.1). */
const randomBytesMax = 65_536

/**
 * The adapter of real devices and servers: WebCrypto for everything in which it is as strict and as capable as the
 * software, which probes find out at first use; software for the rest. `globalThis.crypto` fits the argument.
 */
export function platformCrypto(platform: WebCrypto): Crypto {
  const { subtle } = platform
  const random = (length: number) => platformRandom(platform, length)
  const has = platformProbes(subtle)
  return {
    random,
    ...hashing,
    digest: async (name, data) => bytesOf(await subtle.digest({ name }, owned(data))),
    ...aeads(platform),
    ...signatures(platform, has),
    ...agreements(platform, has),
    mlkemPublicKey: async seed =>
      (await has.mlkem())
        ? nativeMlkem.mlkemPublicKey(subtle, seed)
        : (await software()).mlkemPublicKey(seed),
    // WebCrypto draws the randomness itself: where it is given, software.
    mlkemEncapsulate: async (publicKey, randomness) =>
      randomness === undefined && (await has.mlkem())
        ? nativeMlkem.mlkemEncapsulate(subtle, publicKey)
        : (await software()).mlkemEncapsulate(publicKey, randomness ?? random(mlkem.randomness)),
    mlkemDecapsulate: async (...input) =>
      (await has.mlkem())
        ? nativeMlkem.mlkemDecapsulate(subtle, ...input)
        : (await software()).mlkemDecapsulate(...input),
  }
}

function aeads({ subtle }: WebCrypto): Pick<Crypto, "aeadSeal" | "aeadOpen" | "aeadFor"> {
  const aeadFor: Crypto["aeadFor"] = async (name, key) =>
    name === "ChaCha20-Poly1305" ? (await software()).aeadFor(name, key) : aesFor(subtle, name, key)
  return {
    aeadFor,
    aeadSeal: async (name, key, ...input) => (await aeadFor(name, key)).seal(...input),
    aeadOpen: async (name, key, ...input) => (await aeadFor(name, key)).open(...input),
  }
}

function signatures(
  { subtle }: WebCrypto,
  has: Probes,
): Pick<Crypto, "signatureKeyPair" | "sign" | "verify"> {
  return {
    async signatureKeyPair(name, privateKey) {
      if (name !== "Ed25519" || !(await has.ed25519()))
        return (await software()).signatureKeyPair(name, privateKey)
      return { publicKey: await ed25519PublicKey(subtle, privateKey), privateKey }
    },
    async sign(name, privateKey, message) {
      if (name === "Ed25519" && (await has.ed25519())) return ed25519Sign(subtle, privateKey, message)
      if (name === "ECDSA-P256-SHA256" && (await has.p256())) return p256Sign(subtle, privateKey, message)
      return (await software()).sign(name, privateKey, message)
    },
    async verify(name, publicKey, message, signature) {
      if (name === "Ed25519" && (await has.ed25519()))
        return ed25519Verify(subtle, publicKey, message, signature)
      if (name === "ECDSA-P256-SHA256" && (await has.p256()))
        return p256Verify(subtle, publicKey, message, signature)
      return (await software()).verify(name, publicKey, message, signature)
    },
  }
}

function agreements({ subtle }: WebCrypto, has: Probes): Pick<Crypto, "agreementPublicKey" | "agree"> {
  return {
    async agreementPublicKey(curve, privateKey) {
      if (curve === "X25519" && (await has.x25519())) return x25519PublicKey(subtle, privateKey)
      return (await software()).agreementPublicKey(curve, privateKey)
    },
    async agree(curve, privateKey, publicKey) {
      if (curve === "X25519" && (await has.x25519())) return x25519Agree(subtle, privateKey, publicKey)
      if (curve === "P-256" && (await has.p256())) return p256Agree(subtle, privateKey, publicKey)
      return (await software()).agree(curve, privateKey, publicKey)
    },
  }
}

function platformRandom(platform: WebCrypto, length: number): Bytes {
  assert(Number.isSafeInteger(length) && length >= 0, "number of random bytes")
  const bytes = new Uint8Array(length)
  for (let start = 0; start < length; start += randomBytesMax)
    platform.getRandomValues(owned(bytes.subarray(start, start + randomBytesMax)))
  return bytes
}
