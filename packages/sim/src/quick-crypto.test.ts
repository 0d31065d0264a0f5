import { expect, test } from "bun:test"
import { toUtf8 } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { quickCrypto } from "./quick-crypto.ts"

const [quick, slow] = [quickCrypto("seed"), deterministicCrypto(toUtf8("seed"))]
const message = toUtf8("colombe")
const [key, nonce] = [quick.random(32), quick.random(12)]

test("what the platform computes in a simulation is what the software computes", async () => {
  for (const name of ["SHA-256", "SHA-384", "SHA-512"] as const) {
    expect(quick.hash(name, message)).toEqual(slow.hash(name, message))
    expect(quick.hmac(name, key, message)).toEqual(slow.hmac(name, key, message))
    expect(await quick.digest(name, message)).toEqual(slow.hash(name, message))
  }
  const sealed = await quick.aeadSeal("AES-256-GCM", key, nonce, key, message)
  expect(sealed).toEqual(await slow.aeadSeal("AES-256-GCM", key, nonce, key, message))
  expect(await quick.aeadOpen("AES-256-GCM", key, nonce, key, sealed)).toEqual(message)
  for (const crypto of [quick, slow]) {
    expect(await crypto.aeadOpen("AES-256-GCM", key, nonce, message, sealed)).toBeUndefined()
    expect(await crypto.aeadOpen("AES-256-GCM", key, nonce, key, sealed.slice(0, 9))).toBeUndefined()
  }
})

test("its random bytes are those of the software, whatever is asked for", () => {
  const [quick, slow] = [quickCrypto("bytes"), deterministicCrypto(toUtf8("bytes"))]
  for (const length of [0, 1, 6, 32, 63, 64, 65, 128, 300, 4_000, 6])
    expect(quick.random(length)).toEqual(slow.random(length))
  for (let call = 0; call < 300; call++) expect(quick.random(8)).toEqual(slow.random(8))
})

test("its signatures and agreements are the software's, and what is wrong is wrong to both", async () => {
  const { publicKey } = await slow.signatureKeyPair("Ed25519", key)
  const signature = await quick.sign("Ed25519", key, message)
  expect(signature).toEqual(await slow.sign("Ed25519", key, message))
  const changed = signature.with(3, (signature[3] ?? 0) ^ 1)
  for (const crypto of [quick, slow]) {
    expect(await crypto.verify("Ed25519", publicKey, message, signature)).toBe(true)
    expect(await crypto.verify("Ed25519", publicKey, message, changed)).toBe(false)
    expect(await crypto.verify("Ed25519", publicKey, message, signature.slice(1))).toBe(false)
  }
  const other = await slow.agreementPublicKey("X25519", slow.hash("SHA-256", message))
  if (other === undefined) throw new Error("every 32 bytes have a public key")
  expect(await quick.agreementPublicKey("X25519", key)).toEqual(await slow.agreementPublicKey("X25519", key))
  expect(await quick.agree("X25519", key, other)).toEqual(await slow.agree("X25519", key, other))
})
