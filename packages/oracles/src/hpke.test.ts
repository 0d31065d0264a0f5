import { expect, test } from "bun:test"
import { type Bytes, equal } from "@colombe/base"
import {
  type HpkeSuite,
  hpkeExportReceive,
  hpkeExportSend,
  hpkeOpen,
  hpkeSeal,
  kemGenerateKeyPair,
} from "@colombe/base/crypto"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { Aes256Gcm, CipherSuite, HkdfSha384 } from "@hpke/core"
import { XWing } from "@hpke/hybridkem-x-wing"
import fc from "fast-check"

/** The triple that Colombe seals with, here and there. */
const suite: HpkeSuite = { kem: "X-Wing", kdf: "SHA-384", aead: "AES-256-GCM" }
const oracle = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha384(), aead: new Aes256Gcm() })

const adapters = {
  platform: platformCrypto(globalThis.crypto),
  deterministic: deterministicCrypto(Uint8Array.of(7)),
}
const data = fc.uint8Array({ maxLength: 500 })
const runs = { numRuns: 10 }

const given = (bytes: ArrayBuffer): Bytes => new Uint8Array(bytes)
const buffer = (bytes: Bytes): ArrayBuffer => new Uint8Array(bytes).buffer

for (const [name, crypto] of Object.entries(adapters)) {
  test(`HP1 XW1 XW2 ${name}: the oracle opens what is sealed here`, () =>
    fc.assert(
      fc.asyncProperty(data, data, data, async (info, aad, plaintext) => {
        const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, "X-Wing")
        const sealed = await hpkeSeal(crypto, suite, publicKey, info, aad, plaintext)
        if (sealed === undefined) throw new Error("an own key is accepted")
        const recipientKey = await oracle.kem.importKey("raw", buffer(privateKey), false)
        const context = await oracle.createRecipientContext({
          recipientKey,
          enc: buffer(sealed.enc),
          info: buffer(info),
        })
        expect(given(await context.open(buffer(sealed.ciphertext), buffer(aad)))).toEqual(plaintext)
      }),
      runs,
    ))

  test(`HP1 XW1 XW2 ${name}: what the oracle seals opens here`, () =>
    fc.assert(
      fc.asyncProperty(data, data, data, async (info, aad, plaintext) => {
        const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, "X-Wing")
        const recipientPublicKey = await oracle.kem.deserializePublicKey(buffer(publicKey))
        const sender = await oracle.createSenderContext({ recipientPublicKey, info: buffer(info) })
        const ciphertext = given(await sender.seal(buffer(plaintext), buffer(aad)))
        const opened = await hpkeOpen(crypto, suite, privateKey, given(sender.enc), info, aad, ciphertext)
        expect(opened).toEqual(plaintext)
      }),
      runs,
    ))

  test(`HP2 XW2 ${name}: the same randomness gives the oracle the same bytes`, () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        data,
        data,
        async (randomness, info, plaintext) => {
          const { publicKey } = await kemGenerateKeyPair(crypto, "X-Wing")
          const recipientPublicKey = await oracle.kem.deserializePublicKey(buffer(publicKey))
          const ekm = buffer(randomness)
          const sender = await oracle.createSenderContext({ recipientPublicKey, info: buffer(info), ekm })
          const ciphertext = given(await sender.seal(buffer(plaintext), buffer(info)))
          const sealed = await hpkeSeal(crypto, suite, publicKey, info, info, plaintext, randomness)
          expect(sealed).toEqual({ enc: given(sender.enc), ciphertext })
        },
      ),
      runs,
    ))

  test(`HP3 ${name}: the oracle exports the same secrets`, () =>
    fc.assert(
      fc.asyncProperty(
        data,
        data,
        fc.integer({ min: 1, max: 200 }),
        async (info, exporterContext, length) => {
          const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, "X-Wing")
          const sent = await hpkeExportSend(crypto, suite, publicKey, info, exporterContext, length)
          if (sent === undefined) throw new Error("an own key is accepted")
          const recipientKey = await oracle.kem.importKey("raw", buffer(privateKey), false)
          const context = await oracle.createRecipientContext({
            recipientKey,
            enc: buffer(sent.enc),
            info: buffer(info),
          })
          expect(given(await context.export(buffer(exporterContext), length))).toEqual(sent.secret)
          const input = [sent.enc, info, exporterContext, length] as const
          const received = await hpkeExportReceive(crypto, suite, privateKey, ...input)
          expect(received !== undefined && equal(received, sent.secret)).toBe(true)
        },
      ),
      runs,
    ))
}
