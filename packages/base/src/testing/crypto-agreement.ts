import fc from "fast-check"
import type { Bytes } from "../bytes.ts"
import { type Crypto, type HpkeSuite, hpkeOpen, hpkeSeal, kemDeriveKeyPair, mlkem } from "../crypto/index.ts"
import { type Check, check, expectBytes, expectSame } from "./check.ts"
import { littleEndian, order } from "./ed25519-cases.ts"

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const data = fc.uint8Array({ maxLength: 300 })
const runs = { numRuns: 25 }

/** Two adapters give the same answers, or read what the other made where it is random. */
export function cryptoAgreement(left: Crypto, right: Crypto): readonly Check[] {
  return [
    check("AEAD: the same bytes", () => aead(left, right)),
    check("Ed25519: the same keys, signatures and verdicts", () => ed25519(left, right)),
    check("Ed25519: the same verdicts on arbitrary keys and signatures", () => verdicts(left, right)),
    check("ECDSA: each verifies the other", () => ecdsa(left, right)),
    check("X25519 and P-256: the same keys and secrets", () => agreements(left, right)),
    check("ML-KEM: each opens what the other encapsulated", () => kem(left, right)),
    check("ML-KEM: the same implicit rejections", () => rejections(left, right)),
    check("HPKE: each opens what the other sealed", () => hpke(left, right)),
  ]
}

function aead(left: Crypto, right: Crypto): Promise<void> {
  const keys = [
    ["AES-128-GCM", 16],
    ["AES-256-GCM", 32],
    ["ChaCha20-Poly1305", 32],
  ] as const
  const inputs = fc.tuple(fc.constantFrom(...keys), bytes(32), bytes(12), data, data)
  return fc.assert(
    fc.asyncProperty(inputs, async ([[name, length], key, nonce, aad, plaintext]) => {
      const input = [name, key.slice(0, length), nonce, aad] as const
      const sealed = await left.aeadSeal(...input, plaintext)
      expectBytes(await right.aeadSeal(...input, plaintext), sealed, name)
      expectBytes(await right.aeadOpen(...input, sealed), plaintext, name)
      const ready = await right.aeadFor(input[0], input[1])
      expectBytes(await ready.seal(nonce, aad, plaintext), sealed, `${name}, key made ready`)
      expectBytes(await left.digest("SHA-256", plaintext), right.hash("SHA-256", plaintext), "digest")
    }),
    runs,
  )
}

function ed25519(left: Crypto, right: Crypto): Promise<void> {
  return fc.assert(
    fc.asyncProperty(bytes(32), data, fc.nat(63), async (seed, message, place) => {
      const { publicKey } = await left.signatureKeyPair("Ed25519", seed)
      expectBytes((await right.signatureKeyPair("Ed25519", seed)).publicKey, publicKey, "public key")
      const signature = await left.sign("Ed25519", seed, message)
      expectBytes(await right.sign("Ed25519", seed, message), signature, "signature")
      expectSame(await right.verify("Ed25519", publicKey, message, signature), true, "verdict")
      const changed = signature.map((byte, index) => (index === place ? byte ^ 1 : byte))
      for (const crypto of [left, right])
        expectSame(await crypto.verify("Ed25519", publicKey, message, changed), false, "changed")
    }),
    runs,
  )
}

function verdicts(left: Crypto, right: Crypto): Promise<void> {
  const scalars = fc.oneof(
    fc.constantFrom(0n, 1n, order - 1n, order, order + 1n),
    fc.bigInt(0n, 2n ** 256n - 1n),
  )
  const points = fc.oneof(fc.bigInt(0n, 25n).map(littleEndian), bytes(32))
  return fc.assert(
    fc.asyncProperty(points, points, scalars.map(littleEndian), data, async (key, encodedR, s, message) => {
      const signature = Uint8Array.from([...encodedR, ...s])
      const verdict = await left.verify("Ed25519", key, message, signature)
      expectSame(await right.verify("Ed25519", key, message, signature), verdict, "verdict")
    }),
    { numRuns: 100 },
  )
}

function ecdsa(left: Crypto, right: Crypto): Promise<void> {
  const scheme = "ECDSA-P256-SHA256"
  return fc.assert(
    fc.asyncProperty(bytes(32), data, async (scalar, message) => {
      const { publicKey } = await left.signatureKeyPair(scheme, scalar)
      for (const [signer, verifier] of [
        [left, right],
        [right, left],
      ] as const) {
        const signature = await signer.sign(scheme, scalar, message)
        expectSame(await verifier.verify(scheme, publicKey, message, signature), true, "verdict")
      }
    }),
    runs,
  )
}

function agreements(left: Crypto, right: Crypto): Promise<void> {
  return fc.assert(
    fc.asyncProperty(fc.constantFrom("X25519", "P-256"), bytes(32), bytes(32), async (curve, own, other) => {
      const publicKey = await left.agreementPublicKey(curve, other)
      expectBytes(await right.agreementPublicKey(curve, other), publicKey, "public key")
      if (publicKey === undefined) return
      const shared = await left.agree(curve, own, publicKey)
      expectBytes(await right.agree(curve, own, publicKey), shared, "secret")
      expectBytes(
        await right.agree(curve, own, other),
        await left.agree(curve, own, other),
        "arbitrary point",
      )
    }),
    runs,
  )
}

function kem(left: Crypto, right: Crypto): Promise<void> {
  return fc.assert(
    fc.asyncProperty(bytes(mlkem.seed), bytes(mlkem.randomness), async (seed, randomness) => {
      const publicKey = await left.mlkemPublicKey(seed)
      expectBytes(await right.mlkemPublicKey(seed), publicKey, "public key")
      const given = await left.mlkemEncapsulate(publicKey, randomness)
      expectBytes(
        (await right.mlkemEncapsulate(publicKey, randomness))?.ciphertext,
        given?.ciphertext,
        "given",
      )
      for (const [sender, receiver] of [
        [left, right],
        [right, left],
      ] as const) {
        const made = await sender.mlkemEncapsulate(publicKey)
        if (made === undefined) throw new Error("an own key is accepted")
        expectBytes(await receiver.mlkemDecapsulate(seed, made.ciphertext), made.shared, "secret")
      }
    }),
    runs,
  )
}

function rejections(left: Crypto, right: Crypto): Promise<void> {
  return fc.assert(
    fc.asyncProperty(bytes(mlkem.seed), bytes(mlkem.ciphertext), async (seed, ciphertext) => {
      const secret = await left.mlkemDecapsulate(seed, ciphertext)
      expectBytes(await right.mlkemDecapsulate(seed, ciphertext), secret, "secret")
    }),
    runs,
  )
}

function hpke(left: Crypto, right: Crypto): Promise<void> {
  const suites: readonly HpkeSuite[] = [
    { kem: "X-Wing", kdf: "SHA-384", aead: "AES-256-GCM" },
    { kem: "X25519", kdf: "SHA-256", aead: "AES-128-GCM" },
    { kem: "P-256", kdf: "SHA-256", aead: "AES-128-GCM" },
  ]
  return fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...suites),
      data,
      bytes(64),
      data,
      async (suite, ikm, randomness, info) => {
        const { publicKey, privateKey } = await kemDeriveKeyPair(left, suite.kem, ikm)
        expectBytes((await kemDeriveKeyPair(right, suite.kem, ikm)).publicKey, publicKey, "public key")
        const seal = (crypto: Crypto, given?: Bytes) =>
          hpkeSeal(crypto, suite, publicKey, info, ikm, info, given)
        expectBytes(
          (await seal(left, randomness))?.enc,
          (await seal(right, randomness))?.enc,
          "given randomness",
        )
        for (const [sender, receiver] of [
          [left, right],
          [right, left],
        ] as const) {
          const made = await seal(sender)
          if (made === undefined) throw new Error("an own key is accepted")
          const opened = await hpkeOpen(receiver, suite, privateKey, made.enc, info, ikm, made.ciphertext)
          expectBytes(opened, info, "opened")
        }
      },
    ),
    runs,
  )
}
