import { expect, test } from "bun:test"
import { signerChecks } from "../testing/index.ts"
import { deterministicCrypto } from "./deterministic.ts"
import { signerFromPrivateKey } from "./index.ts"

const crypto = deterministicCrypto(Uint8Array.of(9))
const message = Uint8Array.of(1, 2, 3)

for (const { name, run } of signerChecks(globalThis.crypto, crypto)) test(name, run)

test("a signer from a private key signs as the key does", async () => {
  const privateKey = new Uint8Array(32).fill(5)
  for (const scheme of ["Ed25519", "ECDSA-P256-SHA256"] as const) {
    const signer = await signerFromPrivateKey(crypto, scheme, privateKey)
    expect(signer.publicKey).toEqual((await crypto.signatureKeyPair(scheme, privateKey)).publicKey)
    expect(await crypto.verify(scheme, signer.publicKey, message, await signer.sign(message))).toBe(true)
  }
})
