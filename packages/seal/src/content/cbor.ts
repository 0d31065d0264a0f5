import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import { decode, encode, rfc8949EncodeOptions, Tokenizer, Type } from "cborg"

/** The CBOR (RFC 8949) that content uses: no tags, no undefined, numbers that JavaScript holds exactly. */
export type CborValue =
  | null
  | boolean
  | number
  | string
  | Bytes
  | readonly CborValue[]
  | ReadonlyMap<CborKey, CborValue>
export type CborKey = number | string | Bytes

/** Arrays and maps within each other, the outermost counted: above what any content needs, below any stack. */
export const cborDepthMax = 16

const strictly = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
  useMaps: true,
}

/** RFC 8949 §4.2.1, core deterministic encoding. */
export function encodeCbor(value: CborValue): Bytes {
  return encode(value, rfc8949EncodeOptions)
}

/**
 * One form only. What the library cannot refuse by itself (order of keys, floats that could be shorter, text that is
 * not UTF-8) does not come out the same when it is encoded again.
 */
export function decodeCbor(bytes: Bytes): Result<CborValue, "cbor-malformed" | "cbor-not-canonical"> {
  try {
    if (!shallow(bytes)) return fail("cbor-malformed")
    const value: CborValue = decode(bytes, strictly)
    return equal(encodeCbor(value), bytes) ? succeed(value) : fail("cbor-not-canonical")
  } catch (error) {
    return fail("cbor-malformed", "never", error)
  }
}

/** Walks the tokens without recursion, so that nesting cannot exhaust the stack. */
function shallow(bytes: Bytes): boolean {
  const tokens = new Tokenizer(bytes, strictly)
  const open: number[] = []
  do {
    if (tokens.done()) return false
    const token = tokens.next()
    const items = Type.equals(token.type, Type.array)
      ? Number(token.value)
      : Type.equals(token.type, Type.map)
        ? 2 * Number(token.value)
        : undefined
    if (items === undefined) closeItem(open)
    else if (items === 0) closeItem(open)
    else open.push(items)
    if (open.length > cborDepthMax) return false
  } while (open.length > 0)
  return tokens.done()
}

/** One item is complete; with it, everything that it completes. */
function closeItem(open: number[]): void {
  for (;;) {
    const left = open.pop()
    if (left === undefined) return
    if (left > 1) {
      open.push(left - 1)
      return
    }
  }
}
