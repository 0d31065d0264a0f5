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

/** What an old device draws for a new one to read, spec G9. */
const drawnPrefix = "colombe:device#"

export function drawTypedCode(code: string, host: string): string {
  return `${drawnPrefix}${code}@${host}`
}

export function readDrawnCode(
  text: string,
): Result<{ readonly code: string; readonly host: string }, "link-code-malformed"> {
  const [typed = "", host = ""] = text.trim().slice(drawnPrefix.length).split("@")
  if (!text.trim().startsWith(drawnPrefix) || host === "") return fail("link-code-malformed")
  const code = readTypedCode(typed)
  return code.ok ? succeed({ code: code.value, host }) : code
}

export const boxNameOf = (code: string): Bytes => toUtf8(code)
