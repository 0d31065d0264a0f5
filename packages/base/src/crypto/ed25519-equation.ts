import { ed25519 } from "@noble/curves/ed25519.js"
import { sha512 } from "@noble/hashes/sha2.js"
import { type Bytes, concat, equal } from "../bytes.ts"
import { acceptableEncoding } from "./ed25519-encoding.ts"

const { Point } = ed25519

/**
 * Rules E1–E4 in full. The library's own `verify` multiplies by the cofactor, which accepts signatures that native
 * implementations refuse; so only its point arithmetic is used here.
 */
export function verifyEd25519(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  if (!acceptableEncoding(publicKey, signature)) return false
  const encodedR = signature.subarray(0, 32)
  const s = numberOf(signature.subarray(32))
  const k = numberOf(sha512(concat(encodedR, publicKey, message))) % Point.Fn.ORDER
  const key = decodePoint(publicKey)
  if (key === undefined) return false
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k))
  return equal(expected.toBytes(), encodedR)
}

function decodePoint(bytes: Bytes): InstanceType<typeof Point> | undefined {
  try {
    return Point.fromBytes(bytes)
  } catch {
    return undefined // no point of the curve has this y
  }
}

function numberOf(littleEndian: Bytes): bigint {
  let value = 0n
  for (let index = littleEndian.length - 1; index >= 0; index--)
    value = (value << 8n) | BigInt(littleEndian[index] ?? 0)
  return value
}
