import { concat } from "../bytes.ts"
import {
  type Crypto,
  type CurveName,
  type HpkeSuite,
  kemGenerateKeyPair,
  type SignatureName,
} from "../crypto/index.ts"
import { toUtf8 } from "../utf8.ts"
import { type Check, check, expectBytes, expectRejection, expectSame, hex } from "./check.ts"
import { flipped } from "./crypto-refusals.ts"
import { type Vectors, wideVectorChecks } from "./crypto-vectors.ts"
import { hpkeChecks } from "./hpke-checks.ts"

/** The HPKE of RFC 9420's suites 4 to 7. */
const suites: readonly HpkeSuite[] = [
  { kem: "X448", kdf: "SHA-512", aead: "AES-256-GCM" },
  { kem: "P-521", kdf: "SHA-512", aead: "AES-256-GCM" },
  { kem: "X448", kdf: "SHA-512", aead: "ChaCha20-Poly1305" },
  { kem: "P-384", kdf: "SHA-384", aead: "AES-256-GCM" },
]

/** What an adapter has to pass that went through `withWideCurves`. */
export function wideCurveChecks(crypto: Crypto, vectors: Vectors): readonly Check[] {
  return [
    ...signatures.map(one => check(`${one.source} ${one.name}`, () => signature(crypto, one))),
    check("RFC 7748 §6.2 X448 keys and secret", () => x448(crypto)),
    check("CA5 X448 gives no secret of zeros", () => zeros(crypto)),
    check("CA6 P-384 and P-521 take uncompressed points and scalars below the order", () => points(crypto)),
    ...hpkeChecks(crypto, suites),
    ...wideVectorChecks(crypto, vectors),
  ]
}

interface KnownSignature {
  readonly name: SignatureName
  readonly source: string
  readonly privateKey: string
  readonly publicKey: string
  readonly message: string
  readonly signature: string
}

const signatures: readonly KnownSignature[] = [
  {
    name: "Ed448",
    source: "RFC 8032 §7.4",
    privateKey:
      "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b",
    publicKey:
      "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180",
    message: "",
    signature:
      "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980" +
      "ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600",
  },
  {
    name: "ECDSA-P384-SHA384",
    source: "RFC 6979 §A.2.6",
    privateKey:
      "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
    publicKey:
      "04ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13" +
      "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720",
    message: "sample",
    signature:
      "306602310094edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46" +
      "02310099ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8",
  },
  {
    name: "ECDSA-P521-SHA512",
    source: "RFC 6979 §A.2.7",
    privateKey:
      "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538",
    publicKey:
      "0401894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd371123d46e45db6b5d5370a7f20fb633155d38ffa16d2bd761dcac474b9a2f5023a4" +
      "00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a28a0db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfdfcf5",
    message: "sample",
    signature:
      "308187024200c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa" +
      "0241617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a",
  },
]

async function signature(crypto: Crypto, one: KnownSignature): Promise<void> {
  const { name } = one
  const [privateKey, message] = [hex(one.privateKey), toUtf8(one.message)]
  const { publicKey } = await crypto.signatureKeyPair(name, privateKey)
  expectBytes(publicKey, one.publicKey, "public key")
  const made = await crypto.sign(name, privateKey, message)
  expectBytes(made, one.signature, "signature")
  const verdict = (...input: [typeof publicKey, typeof message, typeof made]) => crypto.verify(name, ...input)
  expectSame(await verdict(publicKey, message, made), true, "verdict")
  expectSame(await verdict(publicKey, toUtf8("test"), made), false, "another message")
  for (const changed of [flipped(made, 9), made.slice(1), concat(made, Uint8Array.of(0)), new Uint8Array()])
    expectSame(await verdict(publicKey, message, changed), false, "another signature")
  for (const changed of [flipped(publicKey, 0), publicKey.slice(1), new Uint8Array(publicKey.length)])
    expectSame(await verdict(changed, message, made), false, "another key")
  await expectRejection(() => crypto.sign(name, privateKey.slice(1), message), "a key that is too short")
}

async function x448(crypto: Crypto): Promise<void> {
  const [ana, bob] = [
    hex(
      "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b",
    ),
    hex(
      "1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d",
    ),
  ]
  const anas = await crypto.agreementPublicKey("X448", ana)
  const bobs = await crypto.agreementPublicKey("X448", bob)
  expectBytes(
    anas,
    "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0",
    "one public key",
  )
  expectBytes(
    bobs,
    "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609",
    "the other",
  )
  if (anas === undefined || bobs === undefined) return
  const secret =
    "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a449a5037514a879d"
  expectBytes(await crypto.agree("X448", ana, bobs), secret, "one secret")
  expectBytes(await crypto.agree("X448", bob, anas), secret, "the other secret")
}

/** 0 and 1 have an order that divides the cofactor. */
async function zeros(crypto: Crypto): Promise<void> {
  const { privateKey } = await kemGenerateKeyPair(crypto, "X448")
  for (const first of [0, 1]) {
    const point = new Uint8Array(56)
    point[0] = first
    expectBytes(await crypto.agree("X448", privateKey, point), undefined, `the point ${first}`)
  }
  for (const bad of [new Uint8Array(), privateKey.slice(1), concat(privateKey, Uint8Array.of(0))])
    expectBytes(await crypto.agree("X448", privateKey, bad), undefined, "a wrong length")
}

async function points(crypto: Crypto): Promise<void> {
  for (const curve of ["P-384", "P-521"] as const satisfies readonly CurveName[]) {
    const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, curve)
    const compressed = concat(
      Uint8Array.of(2 + ((publicKey.at(-1) ?? 0) & 1)),
      publicKey.slice(1, (publicKey.length + 1) / 2),
    )
    const hybrid = concat(Uint8Array.of(6 + ((publicKey.at(-1) ?? 0) & 1)), publicKey.slice(1))
    for (const bad of [compressed, hybrid, flipped(publicKey, 20), new Uint8Array(publicKey.length)])
      expectBytes(await crypto.agree(curve, privateKey, bad), undefined, `${curve}: no uncompressed point`)
    for (const bad of [new Uint8Array(privateKey.length), new Uint8Array(privateKey.length).fill(0xff)])
      expectBytes(await crypto.agreementPublicKey(curve, bad), undefined, `${curve}: no scalar`)
  }
}
