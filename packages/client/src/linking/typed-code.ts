import { type Bytes, fail, type Result, succeed, toUtf8 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"

/** Letters and digits that nobody takes for another: no I, L, O, U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
/** 40 bits: enough not to be found by chance within ten minutes at the rate of lookups. It protects nothing else. */
const codeLength = 8

/** `7H2K-9QXA`: names the box, and no more; whom one talks to is what the digits are for. */
export function newTypedCode(crypto: Pick<Crypto, "random">): string {
  return [...crypto.random(codeLength)].map(byte => alphabet[byte % alphabet.length] ?? "0").join("")
}

export function showTypedCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** As somebody types it: small letters, blanks, O for 0, I and L for 1. */
export function readTypedCode(text: string): Result<string, "link-code-malformed"> {
  const code = text.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1")
  const known = code.length === codeLength && [...code].every(letter => alphabet.includes(letter))
  return known ? succeed(code) : fail("link-code-malformed")
}

export const boxNameOf = (code: string): Bytes => toUtf8(code)
