import { describe, expect, test } from "bun:test"
import { ed25519 } from "@noble/curves/ed25519.js"
import { torsionCases } from "../testing/ed25519-cases.ts"
import { cryptoContract } from "../testing/index.ts"
import { platformCrypto, type Subtle, type WebCrypto } from "./platform.ts"
import { knownAnswers } from "./probes.ts"
import * as software from "./software.ts"

const platform: WebCrypto = globalThis.crypto

/** The platform with some methods of its WebCrypto replaced; the others keep their receiver. */
function withSubtle(replaced: Partial<Subtle>): WebCrypto {
  const subtle = new Proxy(platform.subtle, {
    get(target, name) {
      const method = replaced[name as keyof Subtle] ?? Reflect.get(target, name)
      return typeof method === "function" ? method.bind(target) : method
    },
  })
  return { subtle, getRandomValues: array => platform.getRandomValues(array) }
}

describe("CA2 a platform with AES alone passes the same contract", () => {
  const aesAlone = withSubtle({
    async importKey(format, data, algorithm, extractable, usages) {
      if (algorithm.name !== "AES-GCM") throw new DOMException("no such algorithm", "NotSupportedError")
      return platform.subtle.importKey(format, data, algorithm, extractable, usages)
    },
  })
  for (const { name, run } of cryptoContract(platformCrypto(aesAlone), {})) test(name, run)
})

test("CA5 a platform that answers with zeros has not agreed", async () => {
  const keys = new WeakMap<object, Uint8Array>()
  const zeros = platformCrypto(
    withSubtle({
      async importKey(format, data, algorithm, extractable, usages) {
        const key = await platform.subtle.importKey(format, data, algorithm, extractable, usages)
        keys.set(key, data)
        return key
      },
      deriveBits: async (algorithm, key, length) =>
        keys.get(algorithm.public as object)?.every(byte => byte === 0)
          ? new ArrayBuffer(32)
          : platform.subtle.deriveBits(algorithm, key, length),
    }),
  )
  const scalar = new Uint8Array(32).fill(7)
  expect(await zeros.agree("X25519", scalar, new Uint8Array(32))).toBeUndefined()
  const publicKey = await zeros.agreementPublicKey("X25519", scalar)
  expect(await zeros.agree("X25519", scalar, publicKey ?? scalar)).toBeDefined()
})

test("CA2 E4 a platform that verifies with the cofactor is not asked to verify", async () => {
  const keys = new WeakMap<object, Uint8Array>()
  const cofactored = platformCrypto(
    withSubtle({
      async importKey(format, data, algorithm, extractable, usages) {
        const key = await platform.subtle.importKey(format, data, algorithm, extractable, usages)
        keys.set(key, data)
        return key
      },
      verify: async (_algorithm, key, signature, message) =>
        ed25519.verify(signature, message, keys.get(key) ?? new Uint8Array(), { zip215: true }),
    }),
  )
  for (const { what, publicKey, message, signature, verdict } of torsionCases())
    expect([what, await cofactored.verify("Ed25519", publicKey, message, signature)]).toEqual([what, verdict])
})

test("CA2 the answers that a platform is compared with are the software's", () => {
  const { seed, message, ed25519: edwards, x25519: montgomery, p256 } = knownAnswers
  const pairOf = (name: "Ed25519" | "ECDSA-P256-SHA256") => software.signatureKeyPair(name, seed).publicKey
  expect(pairOf("Ed25519")).toEqual(edwards.publicKey)
  expect(software.sign("Ed25519", seed, message)).toEqual(edwards.signature)
  const publicKey = software.agreementPublicKey("X25519", seed) ?? new Uint8Array()
  expect(software.agree("X25519", seed, publicKey)).toEqual(montgomery.agreed)
  expect(pairOf("ECDSA-P256-SHA256")).toEqual(p256.publicKey)
  expect(software.agree("P-256", seed, p256.publicKey)).toEqual(p256.agreed)
})
