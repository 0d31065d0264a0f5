import { type Bytes, concat } from "../bytes.ts"
import { type AeadName, aeadKeyLength, type Crypto, hkdfExpand, mlkem } from "../crypto/index.ts"
import { type Check, check, expectBytes, expectDifferent, expectRejection, expectSame, hex } from "./check.ts"
import { littleEndian, prime } from "./ed25519-cases.ts"

const aeads: readonly AeadName[] = ["AES-128-GCM", "AES-256-GCM", "ChaCha20-Poly1305"]
const scalar = new Uint8Array(32).fill(7)
const p256Order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")

/** Bad input: what it gives, and that it gives nothing else. */
export function refusalChecks(crypto: Crypto): readonly Check[] {
  return [
    check("random bytes have their length and differ", () => random(crypto)),
    check("CA8 AEAD any changed, cut or moved byte opens to nothing", () => aead(crypto)),
    check("CA8 the same with a key made ready", () => aead(readyKeys(crypto))),
    check("CA1 the same with a key made ready", () => aeadBugs(readyKeys(crypto))),
    check("CA1 AEAD wrong key and nonce lengths are bugs", () => aeadBugs(crypto)),
    check("KD1 lengths from none to 255 digests", () => kdf(crypto)),
    check("CA5 X25519 points of small order and wrong lengths are refused", () => x25519(crypto)),
    check("CA6 P-256 points and scalars outside the group are refused", () => p256(crypto)),
    check("CA6 P-256 one DER encoding for one signature", () => der(crypto)),
    check("CA7 ML-KEM keys that fail the modulus check are refused", () => modulus(crypto)),
    check("CA7 ML-KEM wrong lengths are refused, wrong ciphertexts give another secret", () =>
      ciphertexts(crypto),
    ),
  ]
}

/** A copy with one bit changed, counted from the start or, below zero, from the end. */
export function flipped(bytes: Bytes, index: number): Bytes {
  const copy = bytes.slice()
  const place = index < 0 ? bytes.length + index : index
  copy[place] = (copy[place] ?? 0) ^ 1
  return copy
}

async function random(crypto: Crypto): Promise<void> {
  for (const length of [0, 1, 32, 70_000]) expectSame(crypto.random(length).length, length, "length")
  const long = crypto.random(70_000)
  // A part left unfilled would be zeros; 32 of them at random have a chance of 2^-256.
  for (const start of [0, 65_504, 65_536, 69_968])
    expectSame(
      long.slice(start, start + 32).some(byte => byte !== 0),
      true,
      `filled at ${start}`,
    )
  const draw = crypto.random(32)
  expectDifferent(crypto.random(32), draw, "two draws")
}

type Aeads = Pick<Crypto, "aeadSeal" | "aeadOpen">

function readyKeys(crypto: Crypto): Aeads {
  return {
    aeadSeal: async (name, key, ...input) => (await crypto.aeadFor(name, key)).seal(...input),
    aeadOpen: async (name, key, ...input) => (await crypto.aeadFor(name, key)).open(...input),
  }
}

async function aead(crypto: Aeads): Promise<void> {
  for (const name of aeads) {
    const key = new Uint8Array(aeadKeyLength[name]).fill(3)
    const nonce = new Uint8Array(12).fill(4)
    const aad = Uint8Array.of(1, 2, 3)
    const plaintext = Uint8Array.of(9, 8, 7, 6)
    const sealed = await crypto.aeadSeal(name, key, nonce, aad, plaintext)
    expectSame(sealed.length, plaintext.length + 16, `${name} length`)
    expectBytes(await crypto.aeadOpen(name, key, nonce, aad, sealed), plaintext, name)
    const changed: readonly [string, Parameters<Crypto["aeadOpen"]>][] = [
      ["key", [name, flipped(key, 0), nonce, aad, sealed]],
      ["nonce", [name, key, flipped(nonce, -1), aad, sealed]],
      ["aad", [name, key, nonce, flipped(aad, 1), sealed]],
      ["aad cut", [name, key, nonce, aad.slice(1), sealed]],
      ["ciphertext", [name, key, nonce, aad, flipped(sealed, 0)]],
      ["tag", [name, key, nonce, aad, flipped(sealed, -1)]],
      ["cut", [name, key, nonce, aad, sealed.slice(0, -1)]],
      ["longer", [name, key, nonce, aad, concat(sealed, Uint8Array.of(0))]],
      ["shorter than a tag", [name, key, nonce, aad, sealed.slice(0, 15)]],
      ["empty", [name, key, nonce, aad, new Uint8Array()]],
    ]
    for (const [what, input] of changed)
      expectBytes(await crypto.aeadOpen(...input), undefined, `${name}: ${what}`)
  }
}

async function aeadBugs(crypto: Aeads): Promise<void> {
  const empty = new Uint8Array()
  for (const name of aeads) {
    const key = new Uint8Array(aeadKeyLength[name])
    const nonce = new Uint8Array(12)
    for (const [badKey, badNonce] of [
      [key.slice(1), nonce],
      [concat(key, key), nonce],
      [key, nonce.slice(1)],
      [key, new Uint8Array(16)],
    ] as const) {
      await expectRejection(() => crypto.aeadSeal(name, badKey, badNonce, empty, empty), `${name} seal`)
      await expectRejection(() => crypto.aeadOpen(name, badKey, badNonce, empty, key), `${name} open`)
    }
  }
}

async function kdf(crypto: Crypto): Promise<void> {
  const prk = new Uint8Array(32).fill(1)
  const longest = hkdfExpand(crypto, "SHA-256", prk, prk, 255 * 32)
  for (const length of [0, 1, 31, 32, 33, 255 * 32])
    expectBytes(hkdfExpand(crypto, "SHA-256", prk, prk, length), longest.slice(0, length), `${length} bytes`)
  await expectRejection(async () => hkdfExpand(crypto, "SHA-256", prk, prk, 255 * 32 + 1), "too long")
}

async function x25519(crypto: Crypto): Promise<void> {
  // RFC 7748 §6.1: the points whose order divides 8, of the curve and of its twist, in all their spellings below 2^255.
  const orderEight = [
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  ].map(hex)
  const others = [0n, 1n, prime - 1n, prime, prime + 1n].map(littleEndian)
  for (const point of [...orderEight, ...others])
    expectBytes(await crypto.agree("X25519", scalar, point), undefined, "small order")
  for (const length of [0, 31, 33]) {
    const wrong = new Uint8Array(length).fill(9)
    expectBytes(await crypto.agree("X25519", scalar, wrong), undefined, `${length} bytes of point`)
    expectBytes(await crypto.agree("X25519", wrong, scalar), undefined, `${length} bytes of scalar`)
    expectBytes(await crypto.agreementPublicKey("X25519", wrong), undefined, `${length} bytes of scalar`)
  }
}

async function p256(crypto: Crypto): Promise<void> {
  const point = await crypto.agreementPublicKey("P-256", scalar)
  if (point === undefined) throw new Error("a scalar below the order has a public key")
  const compressed = concat(Uint8Array.of(2 + ((point[64] ?? 0) & 1)), point.slice(1, 33))
  const hybridForm = concat(Uint8Array.of(6 + ((point[64] ?? 0) & 1)), point.slice(1))
  const refused = { empty: new Uint8Array(), infinity: new Uint8Array(1), compressed, hybridForm }
  const moved = { "off the curve": flipped(point, -1), zeros: concat(Uint8Array.of(4), new Uint8Array(64)) }
  for (const [what, bad] of Object.entries({ ...refused, ...moved, cut: point.slice(0, 64) })) {
    expectBytes(await crypto.agree("P-256", scalar, bad), undefined, what)
    const message = Uint8Array.of(1)
    const signature = await crypto.sign("ECDSA-P256-SHA256", scalar, message)
    expectSame(await crypto.verify("ECDSA-P256-SHA256", bad, message, signature), false, what)
  }
  for (const bad of [new Uint8Array(32), p256Order, new Uint8Array(32).fill(255), scalar.slice(1)]) {
    expectBytes(await crypto.agreementPublicKey("P-256", bad), undefined, "scalar")
    expectBytes(await crypto.agree("P-256", bad, point), undefined, "scalar")
  }
}

async function der(crypto: Crypto): Promise<void> {
  const { publicKey } = await crypto.signatureKeyPair("ECDSA-P256-SHA256", scalar)
  const message = Uint8Array.of(5)
  const good = await crypto.sign("ECDSA-P256-SHA256", scalar, message)
  const verify = (signature: Bytes) => crypto.verify("ECDSA-P256-SHA256", publicKey, message, signature)
  expectSame(await verify(good), true, "as signed")
  const body = good.slice(2)
  const integerR = body.slice(0, 2 + (body[1] ?? 0))
  const integerS = body.slice(integerR.length)
  const sequence = (...parts: Bytes[]) => {
    const joined = concat(...parts)
    return concat(Uint8Array.of(0x30, joined.length), joined)
  }
  const padded = (integer: Bytes) => concat(Uint8Array.of(2, integer.length - 1, 0), integer.slice(2))
  const zero = Uint8Array.of(2, 1, 0)
  const refused = {
    empty: new Uint8Array(),
    trailing: concat(good, Uint8Array.of(0)),
    "trailing inside": sequence(body, Uint8Array.of(0)),
    cut: good.slice(0, -1),
    "long length": concat(Uint8Array.of(0x30, 0x81, body.length), body),
    "padded r": sequence(padded(integerR), integerS),
    "padded s": sequence(integerR, padded(integerS)),
    "zero r": sequence(zero, integerS),
    "zero s": sequence(integerR, zero),
    "empty r": sequence(Uint8Array.of(2, 0), integerS),
    "r of the order": sequence(concat(Uint8Array.of(2, 33, 0), p256Order), integerS),
    "one number": sequence(integerR),
    "fixed form": concat(new Uint8Array(32).fill(1), new Uint8Array(32).fill(1)),
  }
  for (const [what, bad] of Object.entries(refused)) expectSame(await verify(bad), false, what)
}

async function modulus(crypto: Crypto): Promise<void> {
  const publicKey = await crypto.mlkemPublicKey(new Uint8Array(mlkem.seed).fill(1))
  const randomness = new Uint8Array(mlkem.randomness)
  // The first coefficient is the low 12 bits of the first two bytes; q is 3,329.
  const withFirst = (value: number) => {
    const key = publicKey.slice()
    key[0] = value & 255
    key[1] = ((key[1] ?? 0) & 0xf0) | (value >> 8)
    return key
  }
  for (const value of [3329, 4095]) {
    const key = withFirst(value)
    expectBytes((await crypto.mlkemEncapsulate(key))?.shared, undefined, `coefficient ${value}, fresh`)
    expectBytes((await crypto.mlkemEncapsulate(key, randomness))?.shared, undefined, `coefficient ${value}`)
  }
  const last = publicKey.slice()
  last[1151] = 0xff // the last coefficient, just before the 32 bytes of the matrix's seed
  last[1150] = 0xff
  expectBytes((await crypto.mlkemEncapsulate(last))?.shared, undefined, "last coefficient, fresh")
  expectBytes((await crypto.mlkemEncapsulate(last, randomness))?.shared, undefined, "last coefficient")
  expectSame((await crypto.mlkemEncapsulate(withFirst(3328))) !== undefined, true, "coefficient 3328, fresh")
}

async function ciphertexts(crypto: Crypto): Promise<void> {
  const seed = new Uint8Array(mlkem.seed).fill(2)
  const publicKey = await crypto.mlkemPublicKey(seed)
  for (const bad of [new Uint8Array(), publicKey.slice(1), concat(publicKey, Uint8Array.of(0))]) {
    expectBytes((await crypto.mlkemEncapsulate(bad))?.shared, undefined, "key length, fresh")
    expectBytes((await crypto.mlkemEncapsulate(bad, new Uint8Array(32)))?.shared, undefined, "key length")
  }
  const made = await crypto.mlkemEncapsulate(publicKey)
  if (made === undefined) throw new Error("an own key is accepted")
  const { shared, ciphertext } = made
  expectBytes(await crypto.mlkemDecapsulate(seed, ciphertext), shared, "secret")
  for (const bad of [new Uint8Array(), ciphertext.slice(1), concat(ciphertext, Uint8Array.of(0))])
    expectBytes(await crypto.mlkemDecapsulate(seed, bad), undefined, "ciphertext length")
  const rejected = await crypto.mlkemDecapsulate(seed, flipped(ciphertext, 5))
  expectSame(rejected?.length, mlkem.shared, "an implicit rejection looks like a secret")
  expectDifferent(rejected, shared, "an implicit rejection and the secret")
}
