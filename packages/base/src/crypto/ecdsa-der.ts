import { type Bytes, concat, isZero } from "../bytes.ts"

const scalarLength = 32
const sequenceTag = 0x30
const integerTag = 0x02

/** r ‖ s of 32 bytes each, as the DER of RFC 3279 §2.2.3. */
export function derFromScalars(scalars: Bytes): Bytes {
  const body = concat(integer(scalars.subarray(0, scalarLength)), integer(scalars.subarray(scalarLength)))
  return concat(Uint8Array.of(sequenceTag, body.length), body)
}

function integer(scalar: Bytes): Bytes {
  let start = 0
  while (start < scalarLength - 1 && scalar[start] === 0) start++
  const digits = scalar.subarray(start)
  const sign = (digits[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array()
  return concat(Uint8Array.of(integerTag, sign.length + digits.length), sign, digits)
}

/** Strict DER, or undefined: one encoding for one signature. Neither number is zero, negative or above 32 bytes. */
export function scalarsFromDer(der: Bytes): Bytes | undefined {
  if (der[0] !== sequenceTag || der[1] !== der.length - 2) return undefined
  const first = readInteger(der, 2)
  const second = first && readInteger(der, first.end)
  if (first === undefined || second === undefined || second.end !== der.length) return undefined
  return concat(first.scalar, second.scalar)
}

function readInteger(der: Bytes, start: number): { scalar: Bytes; end: number } | undefined {
  const length = der[start + 1] ?? 0
  const end = start + 2 + length
  if (der[start] !== integerTag || length === 0 || end > der.length) return undefined
  const digits = der.subarray(start + 2, end)
  const [first = 0, second = 0] = digits
  const negative = first >= 0x80
  const overlong = length > 1 && first === 0 && second < 0x80
  const magnitude = first === 0 ? digits.subarray(1) : digits
  if (negative || overlong || magnitude.length > scalarLength || isZero(digits)) return undefined
  const scalar = new Uint8Array(scalarLength)
  scalar.set(magnitude, scalarLength - magnitude.length)
  return { scalar, end }
}
