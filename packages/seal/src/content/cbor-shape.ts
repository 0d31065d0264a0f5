import type { Bytes } from "@colombe/base"
import type { CborKey, CborValue } from "./cbor.ts"

/** Thrown while a decoded value is read into a type; caught at the decoder's boundary. */
export class WrongShape extends Error {}

/** What an array gives at a place that may not be there. */
export type Item = CborValue | undefined

export function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new WrongShape(what)
}

export function array(value: Item, least: number, most = Number.POSITIVE_INFINITY): readonly CborValue[] {
  demand(Array.isArray(value) && value.length >= least && value.length <= most, "array")
  return value
}

export function map(value: Item): ReadonlyMap<CborKey, CborValue> {
  demand(value instanceof Map, "map")
  return value
}

export function bytes(value: Item, length?: number): Bytes {
  demand(value instanceof Uint8Array && (length === undefined || value.length === length), "bytes")
  return value
}

export function text(value: Item): string {
  demand(typeof value === "string", "text")
  return value
}

export function boolean(value: Item): boolean {
  demand(typeof value === "boolean", "boolean")
  return value
}

/** A whole number that fits `size` bytes; of eight, those below 2^53. */
export function uint(value: Item, size: number): number {
  demand(
    typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 256 ** size,
    "unsigned number",
  )
  return value
}

/** A number that is a place in `list`. */
export function member<Entry>(value: Item, list: readonly Entry[]): Entry {
  const entry = list[uint(value, 1)]
  demand(entry !== undefined, "known number")
  return entry
}

export function nullable<Value>(value: Item, read: (value: Item) => Value): Value | undefined {
  return value === null ? undefined : read(value)
}

/** Arrays and maps within each other; 0 for anything else. */
export function depth(value: CborValue): number {
  const inner = Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : undefined
  if (inner === undefined) return 0
  return 1 + inner.reduce((deepest: number, one: CborValue) => Math.max(deepest, depth(one)), 0)
}
