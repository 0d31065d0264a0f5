import {
  decode,
  encode,
  fail,
  fromBase64Url,
  fromUtf8,
  type Result,
  succeed,
  toBase64Url,
} from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type Digest, labelledHash } from "@colombe/rules"
import { type LinkCode, type LinkRequest, linkCode, linkRequest } from "./structs.ts"

const codePrefix = "colombe:link#"
const codeLengthMax = 512
const hostBytesMax = 260

/** By which a linking is named from its first message on. */
export function requestDigest(crypto: Pick<Crypto, "hash">, request: LinkRequest): Digest {
  return labelledHash(crypto, "link request", encode(linkRequest, request))
}

/** The text of the QR code. */
export function writeLinkCode(code: LinkCode): string {
  return codePrefix + toBase64Url(encode(linkCode, code))
}

export function readLinkCode(text: string): Result<LinkCode, "link-code-malformed"> {
  if (text.length > codeLengthMax || !text.startsWith(codePrefix)) return fail("link-code-malformed")
  const bytes = fromBase64Url(text.slice(codePrefix.length))
  const code = bytes && decode(linkCode, bytes)
  if (!code?.ok) return fail("link-code-malformed")
  const { host } = code.value
  const named = host.length > 0 && host.length <= hostBytesMax && fromUtf8(host) !== undefined
  return named ? succeed(code.value) : fail("link-code-malformed")
}
