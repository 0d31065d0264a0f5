import { expect, test } from "bun:test"
import { deterministicCrypto } from "./deterministic.ts"
import { hpkeSeal, kemGenerateKeyPair } from "./index.ts"

const seed = Uint8Array.of(1, 2, 3)
const suite = { kem: "X-Wing", kdf: "SHA-384", aead: "AES-256-GCM" } as const

/** Everything that draws random bytes, in one go. */
async function trace(seed: Uint8Array): Promise<string> {
  const crypto = deterministicCrypto(seed)
  const { publicKey } = await kemGenerateKeyPair(crypto, "X-Wing")
  const sealed = await hpkeSeal(crypto, suite, publicKey, seed, seed, crypto.random(40))
  const signature = await crypto.sign("ECDSA-P256-SHA256", crypto.random(32), seed)
  return JSON.stringify([publicKey, sealed, signature, crypto.random(5)].map(String))
}

test("CA3 the same seed gives the same bytes, another seed others", async () => {
  const first = await trace(seed)
  expect(await trace(seed)).toBe(first)
  expect(await trace(Uint8Array.of(1, 2))).not.toBe(first)
})

test("CA3 no two draws share a key stream", () => {
  const { random } = deterministicCrypto(seed)
  const draws = Array.from({ length: 50 }, () => String(random(16)))
  expect(new Set(draws).size).toBe(50)
})

test("CA3 promises are settled when they are returned", async () => {
  const crypto = deterministicCrypto(seed)
  const order: string[] = []
  const work = crypto.aeadSeal("AES-256-GCM", new Uint8Array(32), new Uint8Array(12), seed, seed)
  const done = work.then(() => order.push("work"))
  await Promise.resolve().then(() => order.push("next microtask"))
  await done
  expect(order).toEqual(["work", "next microtask"])
})
