import { ed25519 } from "@noble/curves/ed25519.js"
import { sha512 } from "@noble/hashes/sha2.js"
import { type Bytes, concat } from "../bytes.ts"
import { toUtf8 } from "../utf8.ts"
import { hex } from "./check.ts"

const { Point } = ed25519
export const order = Point.Fn.ORDER
export const prime = Point.Fp.ORDER

/** A point of order 8; its multiples are the whole torsion subgroup. */
const torsion = Point.fromBytes(hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))

export interface SignatureCase {
  readonly what: string
  readonly publicKey: Bytes
  readonly message: Bytes
  readonly signature: Bytes
  /** Whether the cofactorless equation holds, before rules E1 and E2 have their say. */
  readonly equation: boolean
  readonly verdict: boolean
}

/** An element of the curve's group by its coordinates: `scalar` times the base point plus `torsion` times the above. */
interface Element {
  readonly scalar: bigint
  readonly torsion: number
}

export function torsionPoints(): readonly Bytes[] {
  return Array.from({ length: 8 }, (_, index) => encoded({ scalar: 0n, torsion: index }))
}

/**
 * Every torsion component in A and in R, for ordinary, small-order and identity points. The verdict is arithmetic in
 * Z/L × Z/8: with S = r + k·a the equation holds exactly if the torsion of R plus k times that of A is 0 modulo 8.
 */
export function torsionCases(): readonly SignatureCase[] {
  const cases: SignatureCase[] = []
  for (const a of [0n, 0x1234567890abcdefn])
    for (const r of [0n, 0xfedcba0987654321n])
      for (let inKey = 0; inKey < 8; inKey++)
        for (let inR = 0; inR < 8; inR++)
          cases.push(crafted({ scalar: a, torsion: inKey }, { scalar: r, torsion: inR }))
  return cases
}

function crafted(key: Element, nonce: Element): SignatureCase {
  const what = `A = ${key.scalar}·B + ${key.torsion}·T, R = ${nonce.scalar}·B + ${nonce.torsion}·T`
  const message = toUtf8(what)
  const publicKey = encoded(key)
  const encodedR = encoded(nonce)
  const k = challenge(encodedR, publicKey, message)
  const s = (nonce.scalar + k * key.scalar) % order
  const equation = (BigInt(nonce.torsion) + k * BigInt(key.torsion)) % 8n === 0n
  const verdict = equation && key.scalar !== 0n && nonce.scalar !== 0n
  return { what, publicKey, message, signature: concat(encodedR, littleEndian(s)), equation, verdict }
}

/** A good signature, and the same with S + L, which satisfies the equation as well. */
export function scalarCases(): readonly SignatureCase[] {
  const key = { scalar: 77n, torsion: 0 }
  const nonce = { scalar: 99n, torsion: 0 }
  const good = crafted(key, nonce)
  const s = (nonce.scalar + challenge(encoded(nonce), good.publicKey, good.message) * key.scalar) % order
  const shifted = [0n, 1n, 7n].map(times => ({
    ...good,
    what: `S + ${times}·L`,
    signature: concat(encoded(nonce), littleEndian(s + times * order)),
    verdict: times === 0n,
  }))
  const other = { ...good, what: "S + 1", equation: false, verdict: false }
  return [...shifted, { ...other, signature: concat(encoded(nonce), littleEndian((s + 1n) % order)) }]
}

/** Other spellings of the identity as A and as R, in signatures that satisfy the equation. */
export function spellingCases(): readonly SignatureCase[] {
  const spellings = [
    littleEndian(prime + 1n),
    littleEndian(1n + 2n ** 255n),
    littleEndian(prime + 1n + 2n ** 255n),
  ]
  const r = { scalar: 99n, torsion: 0 }
  const asKey = spellings.map(publicKey => ({
    what: "A is another spelling of the identity",
    publicKey,
    message: toUtf8("spelling"),
    signature: concat(encoded(r), littleEndian(r.scalar)),
    equation: true,
    verdict: false,
  }))
  const a = { scalar: 77n, torsion: 0 }
  const asR = spellings.map(encodedR => {
    const message = toUtf8("spelling")
    const s = (challenge(encodedR, encoded(a), message) * a.scalar) % order
    return {
      what: "R is another spelling of the identity",
      publicKey: encoded(a),
      message,
      signature: concat(encodedR, littleEndian(s)),
      equation: true,
      verdict: false,
    }
  })
  return [...asKey, ...asR]
}

/** y that no point of the curve has, as A and as R of an otherwise good signature. */
export function offCurveCases(): readonly SignatureCase[] {
  const good = crafted({ scalar: 77n, torsion: 0 }, { scalar: 99n, torsion: 0 })
  const nowhere = offCurve()
  return [
    { ...good, what: "A off the curve", publicKey: nowhere, equation: false, verdict: false },
    {
      ...good,
      what: "R off the curve",
      signature: concat(nowhere, good.signature.slice(32)),
      equation: false,
      verdict: false,
    },
  ]
}

function offCurve(): Bytes {
  for (let y = 2n; ; y++) {
    const encoding = littleEndian(y)
    try {
      Point.fromBytes(encoding)
    } catch {
      return encoding
    }
  }
}

function encoded({ scalar, torsion: multiple }: Element): Bytes {
  return Point.BASE.multiplyUnsafe(scalar)
    .add(torsion.multiplyUnsafe(BigInt(multiple)))
    .toBytes()
}

function challenge(encodedR: Bytes, publicKey: Bytes, message: Bytes): bigint {
  const digest = sha512(concat(encodedR, publicKey, message))
  return digest.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) % order
}

export function littleEndian(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
}
