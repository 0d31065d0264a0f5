import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import { type DecodeOptions, decode, encode, rfc8949EncodeOptions, type Token, Tokenizer, Type } from "cborg"

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
    const value: CborValue = decode(bytes, {
      ...strictly,
      tokenizer: shallow(new Tokenizer(bytes, strictly)),
    })
    return equal(encodeCbor(value), bytes) ? succeed(value) : fail("cbor-not-canonical")
  } catch (error) {
    return fail("cbor-malformed", "never", error)
  }
}

/** Counts how deep the tokens lead before the decoder, which is recursive, follows them: nesting cannot exhaust the stack. */
function shallow(tokens: Tokenizer): NonNullable<DecodeOptions["tokenizer"]> {
  const open: number[] = []
  return {
    done: () => tokens.done(),
    pos: () => tokens.pos(),
    next() {
      const token = tokens.next()
      const items = itemsOf(token)
      if (items === 0) closeItem(open)
      else open.push(items)
      if (open.length > cborDepthMax) throw new Error("nested too deep")
      return token
    },
  }
}

/** How many items a token says follow within it; 0 where it is whole. */
function itemsOf({ type, value }: Token): number {
  if (Type.equals(type, Type.array)) return Number(value)
  return Type.equals(type, Type.map) ? 2 * Number(value) : 0
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
