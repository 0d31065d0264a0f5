import { assert } from "./assert.ts"

export type Bytes = Uint8Array

export function concat(...parts: readonly Bytes[]): Bytes {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Time depends on the lengths alone, so it also serves for tags and commitments. */
export function equal(left: Bytes, right: Bytes): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0)
  return difference === 0
}

/** Order of unsigned bytes, a prefix before what it begins: negative, zero or positive. */
export function compare(left: Bytes, right: Bytes): number {
  const shorter = Math.min(left.length, right.length)
  for (let index = 0; index < shorter; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** The first key behind this one, in the order of `compare`. */
export function keyAfter(key: Bytes): Bytes {
  return concat(key, new Uint8Array(1))
}

export function isZero(bytes: Bytes): boolean {
  let seen = 0
  for (const byte of bytes) seen |= byte
  return seen === 0
}

/** The two digits of every byte: keys of maps are made of them by the thousand. */
const hexOf: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))

export function toHex(bytes: Bytes): string {
  let text = ""
  for (let index = 0; index < bytes.length; index++) text += hexOf[bytes[index] ?? 0]
  return text
}

/** What each character stands for, by its code. */
const digitsOf: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const digit = "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase())
  return digit < 0 ? undefined : digit
})

const digitOf = (text: string, at: number): number | undefined => digitsOf[text.charCodeAt(at)]

/** Lower or upper case; undefined for anything that is not whole bytes of hexadecimal. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0) return undefined
  const bytes = new Uint8Array(text.length / 2)
  for (let index = 0; index < bytes.length; index++) {
    const [high, low] = [digitOf(text, 2 * index), digitOf(text, 2 * index + 1)]
    if (high === undefined || low === undefined) return undefined
    bytes[index] = 16 * high + low
  }
  return bytes
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/** What twelve bits are, so that three bytes are two of them: ids are written by the thousand. */
const base64Pairs: readonly string[] = Array.from(
  { length: 4096 },
  (_, pair) => `${base64Digits[pair >> 6]}${base64Digits[pair & 63]}`,
)

/** RFC 4648 §5, without padding. */
export function toBase64Url(bytes: Bytes): string {
  let text = ""
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
    text += (base64Pairs[group >> 12] ?? "") + (base64Pairs[group & 4095] ?? "")
  }
  return text.slice(0, Math.ceil((bytes.length * 4) / 3))
}

/** RFC 4648 §5, without padding; one form only: unused bits that are not zero are refused. */
export function fromBase64Url(text: string): Bytes | undefined {
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let offset = 0
  for (const character of text) {
    const digit = base64Digits.indexOf(character)
    if (digit < 0) return undefined
    held = (held << 6) | digit
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[offset++] = (held >> bits) & 255
      held &= (1 << bits) - 1
    }
  }
  return held === 0 ? bytes : undefined
}

/** A string key for maps and sets of byte strings. */
export function keyOf(bytes: Bytes): string {
  return toHex(bytes)
}

/** Big-endian, for keys and nonces. `value` is a whole number below 2^53. */
export function uint(value: number, size: 1 | 2 | 4 | 8): Bytes {
  assert(Number.isSafeInteger(value) && value >= 0 && value < 256 ** size, "number fits its size")
  const bytes = new Uint8Array(size)
  for (let index = size - 1, rest = value; index >= 0; index--, rest = Math.floor(rest / 256))
    bytes[index] = rest % 256
  return bytes
}

/** The other way round: the value of such bytes, exact below 2^53. */
export function fromUint(bytes: Bytes): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}
