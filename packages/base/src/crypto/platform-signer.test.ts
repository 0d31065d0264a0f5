import { expect, test } from "bun:test"
import { deterministicCrypto } from "./deterministic.ts"
import { signerFromPrivateKey } from "./index.ts"
import { generateSigner, platformCrypto, platformSigner } from "./platform.ts"

const { subtle } = globalThis.crypto
const crypto = platformCrypto(globalThis.crypto)
const message = Uint8Array.of(1, 2, 3)

test("CA4 a generated signer's key cannot be extracted, and every adapter verifies it", async () => {
  const { signer, keys } = await generateSigner(subtle)
  expect(keys.privateKey.extractable).toBe(false)
  for (const format of ["pkcs8", "jwk", "raw"] as const)
    await expect(subtle.exportKey(format as "jwk", keys.privateKey as CryptoKey)).rejects.toThrow()
  const signature = await signer.sign(message)
  for (const adapter of [crypto, deterministicCrypto(message)])
    expect(await adapter.verify(signer.scheme, signer.publicKey, message, signature)).toBe(true)
})

test("CA4 a kept key pair gives the same signer again", async () => {
  const { signer, keys } = await generateSigner(subtle)
  const again = await platformSigner(subtle, structuredClone(keys))
  expect(again.publicKey).toEqual(signer.publicKey)
  expect(await again.sign(message)).toEqual(await signer.sign(message))
})

test("a signer from a private key signs as the key does", async () => {
  const seed = new Uint8Array(32).fill(5)
  for (const scheme of ["Ed25519", "ECDSA-P256-SHA256"] as const) {
    const signer = await signerFromPrivateKey(crypto, scheme, seed)
    expect(signer.publicKey).toEqual((await crypto.signatureKeyPair(scheme, seed)).publicKey)
    expect(await crypto.verify(scheme, signer.publicKey, message, await signer.sign(message))).toBe(true)
  }
})
