import { type Bytes, equal, fromHex, toHex } from "@colombe/base"

/** Thrown by a case that does not hold; the runner counts it. */
export class Mismatch extends Error {}

export function check(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Mismatch(what)
}

export function same(actual: Bytes, expected: Bytes | string, what: string): void {
  const bytes = typeof expected === "string" ? hex(expected) : expected
  if (!equal(actual, bytes)) throw new Mismatch(`${what}: ${toHex(actual)} instead of ${toHex(bytes)}`)
}

/** Hexadecimal of a vector file. */
export function hex(text: string): Bytes {
  const bytes = fromHex(text)
  check(bytes !== undefined, `not hexadecimal: ${text.slice(0, 20)}`)
  return bytes
}
