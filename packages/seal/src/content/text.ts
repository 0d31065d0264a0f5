import { type Bytes, fail, fromUtf8, type Result, succeed, toUtf8 } from "@colombe/base"

/** UTF-8 bytes of one message's text. */
export const textBytesMax = 64 * 1024
/** UTF-8 bytes. */
export const titleBytesMax = 256
export const displayNameBytesMax = 128
export const reactionBytesMax = 64
export const answeredPartBytesMax = 1024

export type TextCode = "text-empty" | "text-too-long" | "text-invalid" | "text-has-nul"

/** What somebody typed, as the bytes that are sent. Blanks alone are empty; an unpaired surrogate is invalid. */
export function textBytes(text: string, bytesMax: number): Result<Bytes, TextCode> {
  const code = textFault(text)
  if (code !== undefined) return fail(code)
  const bytes = toUtf8(text)
  return bytes.length > bytesMax ? fail("text-too-long") : succeed(bytes)
}

/** The same rules for what somebody sent. */
export function readText(bytes: Bytes, bytesMax: number): Result<string, TextCode> {
  if (bytes.length > bytesMax) return fail("text-too-long")
  const text = fromUtf8(bytes)
  if (text === undefined) return fail("text-invalid")
  const code = textFault(text)
  return code === undefined ? succeed(text) : fail(code)
}

function textFault(text: string): TextCode | undefined {
  if (text.includes("\0")) return "text-has-nul"
  if (!text.isWellFormed()) return "text-invalid"
  return text.trim() === "" ? "text-empty" : undefined
}

/** A title or name: text of one line, without control characters or marks that turn the direction of what follows. */
export function lineBytes(text: string, bytesMax: number): Result<Bytes, TextCode | "line-has-controls"> {
  return hasControls(text) ? fail("line-has-controls") : textBytes(text, bytesMax)
}

export function readLine(bytes: Bytes, bytesMax: number): Result<string, TextCode | "line-has-controls"> {
  const text = readText(bytes, bytesMax)
  return text.ok && hasControls(text.value) ? fail("line-has-controls") : text
}

/** C0, C1, line and paragraph separators, and the embeddings, overrides and isolates of Unicode bidi. */
function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(text)
}
