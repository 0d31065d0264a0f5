import { type Bytes, concat } from "../bytes.ts"
import {
  type Crypto,
  type HpkeSuite,
  hpkeExportReceive,
  hpkeExportSend,
  hpkeOpen,
  hpkeSeal,
  type KemName,
  kemDecapsulate,
  kemEncapsulate,
  kemGenerateKeyPair,
  kemPublicKey,
} from "../crypto/index.ts"
import { type Check, check, expectBytes, expectDifferent } from "./check.ts"
import { flipped } from "./crypto-refusals.ts"

const commonSuites: readonly HpkeSuite[] = [
  { kem: "X25519", kdf: "SHA-256", aead: "AES-128-GCM" },
  { kem: "P-256", kdf: "SHA-256", aead: "AES-128-GCM" },
  { kem: "X25519", kdf: "SHA-256", aead: "ChaCha20-Poly1305" },
  { kem: "X-Wing", kdf: "SHA-384", aead: "AES-256-GCM" },
]
const [info, aad, plaintext] = [Uint8Array.of(1, 2), Uint8Array.of(3), Uint8Array.of(4, 5, 6)]

export function hpkeChecks(crypto: Crypto, suites: readonly HpkeSuite[] = commonSuites): readonly Check[] {
  return suites.flatMap(suite => {
    const name = `${suite.kem}, ${suite.kdf}, ${suite.aead}`
    return [
      check(`HP1 HPKE ${name}: what is sealed opens, and nothing else`, () => sealed(crypto, suite)),
      check(`HP2 HPKE ${name}: given randomness repeats, fresh does not`, () => repeated(crypto, suite)),
      check(`HP3 HPKE ${name}: both sides export one secret`, () => exported(crypto, suite)),
      check(`HP4 HPKE ${name}: refused keys and encapsulations`, () => refused(crypto, suite.kem)),
    ]
  })
}

async function sealed(crypto: Crypto, suite: HpkeSuite): Promise<void> {
  const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, suite.kem)
  expectBytes(await kemPublicKey(crypto, suite.kem, privateKey), publicKey, "public key of the private one")
  const made = await hpkeSeal(crypto, suite, publicKey, info, aad, plaintext)
  if (made === undefined) throw new Error("an own key is accepted")
  const { enc, ciphertext } = made
  const open = (...[key, carrier, about, data, text]: [Bytes, Bytes, Bytes, Bytes, Bytes]) =>
    hpkeOpen(crypto, suite, key, carrier, about, data, text)
  expectBytes(await open(privateKey, enc, info, aad, ciphertext), plaintext, "opened")
  const other = await kemGenerateKeyPair(crypto, suite.kem)
  expectBytes(await open(other.privateKey, enc, info, aad, ciphertext), undefined, "another key")
  expectBytes(await open(privateKey, flipped(enc, 1), info, aad, ciphertext), undefined, "changed enc")
  expectBytes(
    await open(privateKey, flipped(enc, -1), info, aad, ciphertext),
    undefined,
    "changed end of enc",
  )
  expectBytes(await open(privateKey, enc, flipped(info, 0), aad, ciphertext), undefined, "other info")
  expectBytes(await open(privateKey, enc, info, flipped(aad, 0), ciphertext), undefined, "other aad")
  expectBytes(await open(privateKey, enc, info, aad, flipped(ciphertext, 0)), undefined, "changed text")
}

async function repeated(crypto: Crypto, suite: HpkeSuite): Promise<void> {
  const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, suite.kem)
  const randomness = crypto.random(64)
  const seal = (given?: Bytes) => hpkeSeal(crypto, suite, publicKey, info, aad, plaintext, given)
  const [first, again, fresh, freshAgain] = [
    await seal(randomness),
    await seal(randomness),
    await seal(),
    await seal(),
  ]
  if (!first || !again || !fresh || !freshAgain) throw new Error("an own key is accepted")
  expectBytes(again.enc, first.enc, "enc")
  expectBytes(again.ciphertext, first.ciphertext, "ciphertext")
  expectDifferent(fresh.enc, freshAgain.enc, "fresh ones")
  const opened = await hpkeOpen(crypto, suite, privateKey, first.enc, info, aad, first.ciphertext)
  expectBytes(opened, plaintext, "opened")
}

async function exported(crypto: Crypto, suite: HpkeSuite): Promise<void> {
  const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, suite.kem)
  const sent = await hpkeExportSend(crypto, suite, publicKey, info, aad, 48)
  if (sent === undefined) throw new Error("an own key is accepted")
  const receive = (about: Bytes, context: Bytes) =>
    hpkeExportReceive(crypto, suite, privateKey, sent.enc, about, context, 48)
  expectBytes(await receive(info, aad), sent.secret, "secret")
  for (const other of [await receive(aad, aad), await receive(info, info)])
    expectDifferent(other, sent.secret, "the secret of another info or context")
}

async function refused(crypto: Crypto, kem: KemName): Promise<void> {
  const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, kem)
  const made = await kemEncapsulate(crypto, kem, publicKey)
  if (made === undefined) throw new Error("an own key is accepted")
  expectBytes(await kemDecapsulate(crypto, kem, privateKey, made.enc), made.shared, "secret")
  // Zeros at the end: a point of small order on X25519 and X448, a point off the curve on the others.
  const tail = kem === "X448" ? 56 : 32
  const zeroed = (bytes: Bytes) => concat(bytes.slice(0, -tail), new Uint8Array(tail))
  for (const bad of [
    new Uint8Array(),
    publicKey.slice(1),
    concat(publicKey, Uint8Array.of(0)),
    zeroed(publicKey),
  ])
    expectBytes((await kemEncapsulate(crypto, kem, bad))?.shared, undefined, `${bad.length} bytes of key`)
  for (const bad of [
    new Uint8Array(),
    made.enc.slice(1),
    concat(made.enc, Uint8Array.of(0)),
    zeroed(made.enc),
  ])
    expectBytes(await kemDecapsulate(crypto, kem, privateKey, bad), undefined, `${bad.length} bytes of enc`)
  expectBytes(
    await kemDecapsulate(crypto, kem, privateKey.slice(1), made.enc),
    undefined,
    "short private key",
  )
  expectBytes(await kemPublicKey(crypto, kem, privateKey.slice(1)), undefined, "short private key")
}
