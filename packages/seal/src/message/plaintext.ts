import {
  type Bytes,
  decodePrefix,
  encode,
  fail,
  isZero,
  opaque,
  type Result,
  struct,
  succeed,
} from "@colombe/base"
import { paddedLength } from "./padding.ts"

const signedBody = struct({ body: opaque, signature: opaque })

export interface SignedBody {
  readonly body: Bytes
  readonly signature: Bytes
}

/** Body and signature, then zeros up to a padded size. */
export function writePlaintext(signed: SignedBody): Bytes {
  const content = encode(signedBody, signed)
  const padded = new Uint8Array(paddedLength(content.length))
  padded.set(content)
  return padded
}

/** One form only: another padded size, or a byte behind the signature that is not zero, is refused. */
export function readPlaintext(plaintext: Bytes): Result<SignedBody, "padding-wrong" | "body-malformed"> {
  const read = decodePrefix(signedBody, plaintext)
  if (!read.ok) return fail("body-malformed", "never", read.cause)
  const { value, length } = read.value
  const canonical = plaintext.length === paddedLength(length) && isZero(plaintext.subarray(length))
  return canonical ? succeed(value) : fail("padding-wrong")
}
