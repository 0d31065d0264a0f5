import { type Crypto, type HpkeSuite, hpkeOpen, hpkeSeal, kemDeriveKeyPair } from "../crypto/index.ts"
import { toUtf8 } from "../utf8.ts"
import { type Check, check, expectBytes, expectSame, hex } from "./check.ts"

/** Answers from the standards themselves, where the published vector files have none. */
export function knownAnswerChecks(crypto: Crypto): readonly Check[] {
  return [
    check("FIPS 180-4 digests of abc", () => digests(crypto)),
    check("RFC 4231 §4.2 HMAC-SHA-384", () => hmac(crypto)),
    check("RFC 8439 §2.8.2 ChaCha20-Poly1305", () => chacha(crypto)),
    check("RFC 8032 §7.1 Ed25519 keys and signatures", () => ed25519(crypto)),
    check("RFC 6979 §A.2.5 P-256 key and signature", () => ecdsa(crypto)),
    check("RFC 5903 §8.1 P-256 agreement", () => ecdh(crypto)),
    check("RFC 7748 §6.1 X25519 keys", () => x25519(crypto)),
    check("RFC 9180 §A.1.1 HPKE", () => hpke(crypto)),
  ]
}

async function digests(crypto: Crypto): Promise<void> {
  const data = toUtf8("abc")
  expectBytes(
    crypto.hash("SHA-256", data),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA-256",
  )
  expectBytes(
    crypto.hash("SHA-384", data),
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "SHA-384",
  )
  expectBytes(
    crypto.hash("SHA-512", data),
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
      "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "SHA-512",
  )
}

async function hmac(crypto: Crypto): Promise<void> {
  expectBytes(
    crypto.hmac("SHA-384", new Uint8Array(20).fill(0x0b), toUtf8("Hi There")),
    "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
    "tag",
  )
}

async function chacha(crypto: Crypto): Promise<void> {
  const key = Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index)
  const text =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
  const input = [
    "ChaCha20-Poly1305",
    key,
    hex("070000004041424344454647"),
    hex("50515253c0c1c2c3c4c5c6c7"),
  ] as const
  const sealed = await crypto.aeadSeal(...input, toUtf8(text))
  expectBytes(sealed.slice(0, 16), "d31a8d34648e60db7b86afbc53ef7ec2", "first block")
  expectBytes(sealed.slice(-16), "1ae10b594f09e26a7e902ecbd0600691", "tag")
  expectBytes(await crypto.aeadOpen(...input, sealed), toUtf8(text), "opened")
}

async function ed25519(crypto: Crypto): Promise<void> {
  const seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
  const { publicKey } = await crypto.signatureKeyPair("Ed25519", seed)
  expectBytes(publicKey, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "public key")
  expectBytes(
    await crypto.sign("Ed25519", seed, new Uint8Array()),
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555" +
      "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "signature",
  )
}

async function ecdsa(crypto: Crypto): Promise<void> {
  const scalar = hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")
  const { publicKey } = await crypto.signatureKeyPair("ECDSA-P256-SHA256", scalar)
  expectBytes(
    publicKey,
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6" +
      "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
    "public key",
  )
  // Both numbers of this one have their highest bit set: the second is in the upper half of the order.
  const signature = hex(
    "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716" +
      "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
  )
  const message = toUtf8("sample")
  expectSame(await crypto.verify("ECDSA-P256-SHA256", publicKey, message, signature), true, "verdict")
  const own = await crypto.sign("ECDSA-P256-SHA256", scalar, message)
  expectSame(await crypto.verify("ECDSA-P256-SHA256", publicKey, message, own), true, "own signature")
  expectSame(await crypto.verify("ECDSA-P256-SHA256", publicKey, toUtf8("test"), own), false, "other message")
}

async function ecdh(crypto: Crypto): Promise<void> {
  const scalar = hex("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433")
  const point = hex(
    "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63" +
      "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
  )
  expectBytes(
    await crypto.agree("P-256", scalar, point),
    "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de",
    "x coordinate",
  )
}

async function x25519(crypto: Crypto): Promise<void> {
  const scalar = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
  expectBytes(
    await crypto.agreementPublicKey("X25519", scalar),
    "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
    "public key",
  )
}

async function hpke(crypto: Crypto): Promise<void> {
  const suite: HpkeSuite = { kem: "X25519", kdf: "SHA-256", aead: "AES-128-GCM" }
  const ikm = hex("6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037")
  const { publicKey, privateKey } = await kemDeriveKeyPair(crypto, "X25519", ikm)
  expectBytes(publicKey, "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d", "public key")
  const info = hex("4f6465206f6e2061204772656369616e2055726e")
  const aad = toUtf8("Count-0")
  const plaintext = toUtf8("Beauty is truth, truth beauty")
  const ephemeral = hex("7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234")
  const sealed = await hpkeSeal(crypto, suite, publicKey, info, aad, plaintext, ephemeral)
  expectBytes(sealed?.enc, "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431", "enc")
  expectBytes(
    sealed?.ciphertext,
    "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
    "ciphertext",
  )
  if (sealed === undefined) return
  const opened = await hpkeOpen(crypto, suite, privateKey, sealed.enc, info, aad, sealed.ciphertext)
  expectBytes(opened, plaintext, "opened")
}
