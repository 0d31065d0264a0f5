import { concat } from "../bytes.ts"
import {
  type Crypto,
  kemDecapsulate,
  kemDeriveKeyPair,
  kemEncapsulate,
  kemPublicKey,
  mlkem,
} from "../crypto/index.ts"
import { type Check, check, expectBytes, hex } from "./check.ts"

const kem = "X-Wing"
/** The first test vector of the draft; its long values stand here by their SHA-256. */
const privateKey = hex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
const randomness = hex(
  "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2" +
    "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
)
const secret = "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384"
const publicKeyHash = "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb"
const ciphertextHash = "17cd532d657e44c897ca6583e548a5424fc70bf54f99515a4d2bcf99e3469f33"

export function xwingChecks(crypto: Crypto): readonly Check[] {
  return [
    check("XW1 XW2 the draft's first vector", () => firstVector(crypto)),
    check("XW3 either half that is refused refuses the whole", () => halves(crypto)),
    check("XW4 a key pair from input of any length", () => derived(crypto)),
  ]
}

async function firstVector(crypto: Crypto): Promise<void> {
  const publicKey = await kemPublicKey(crypto, kem, privateKey)
  if (publicKey === undefined) throw new Error("every seed has a public key")
  expectBytes(crypto.hash("SHA-256", publicKey), publicKeyHash, "public key")
  const made = await kemEncapsulate(crypto, kem, publicKey, randomness)
  if (made === undefined) throw new Error("an own key is accepted")
  expectBytes(crypto.hash("SHA-256", made.enc), ciphertextHash, "ciphertext")
  expectBytes(made.shared, secret, "secret")
  expectBytes(await kemDecapsulate(crypto, kem, privateKey, made.enc), secret, "decapsulated")
}

async function halves(crypto: Crypto): Promise<void> {
  const { publicKey, privateKey } = await kemDeriveKeyPair(crypto, kem, randomness)
  const made = await kemEncapsulate(crypto, kem, publicKey)
  if (made === undefined) throw new Error("an own key is accepted")
  const aboveModulus = publicKey.slice()
  aboveModulus.fill(0xff, 0, 2)
  const smallOrder = concat(publicKey.slice(0, mlkem.publicKey), new Uint8Array(32))
  for (const key of [aboveModulus, smallOrder])
    for (const given of [undefined, randomness])
      expectBytes((await kemEncapsulate(crypto, kem, key, given))?.shared, undefined, "refused half")
  const smallEphemeral = concat(made.enc.slice(0, mlkem.ciphertext), new Uint8Array(32))
  expectBytes(
    await kemDecapsulate(crypto, kem, privateKey, smallEphemeral),
    undefined,
    "refused ephemeral key",
  )
}

async function derived(crypto: Crypto): Promise<void> {
  const pair = await kemDeriveKeyPair(
    crypto,
    kem,
    hex("b86e76a59fabfc87b30cd7b1f7aaa28a834eb64e7a261c197b9a842893fbce56"),
  )
  expectBytes(
    pair.privateKey,
    "3ec47fa82dd5689d27c6190e724c74ec8f608df3331ce331929e37b829676630",
    "private key",
  )
  expectBytes(await kemPublicKey(crypto, kem, pair.privateKey), pair.publicKey, "public key")
  for (const length of [0, 48, 200]) {
    const { publicKey } = await kemDeriveKeyPair(crypto, kem, new Uint8Array(length))
    expectBytes(
      (await kemDeriveKeyPair(crypto, kem, new Uint8Array(length))).publicKey,
      publicKey,
      `${length}`,
    )
  }
}
