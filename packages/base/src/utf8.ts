import type { Bytes } from "./bytes.ts"

/** UTF-8 of a string; an unpaired surrogate becomes U+FFFD, as in the WHATWG Encoding Standard. */
export function toUtf8(text: string): Bytes {
  const ascii = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 0x80) return wideToUtf8(text)
    ascii[index] = code
  }
  return ascii
}

function wideToUtf8(text: string): Bytes {
  const bytes: number[] = []
  for (const character of text) {
    let code = character.codePointAt(0) ?? 0
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), continuation(code >> 6), continuation(code))
    else
      bytes.push(0xf0 | (code >> 18), continuation(code >> 12), continuation(code >> 6), continuation(code))
  }
  return Uint8Array.from(bytes)
}

function continuation(code: number): number {
  return 0x80 | (code & 0x3f)
}

/** Strict (RFC 3629): overlong forms, surrogates, numbers above U+10FFFF and cut sequences give undefined. */
export function fromUtf8(bytes: Bytes): string | undefined {
  if (bytes.length > runMax) return wideFromUtf8(bytes)
  for (let index = 0; index < bytes.length; index++)
    if ((bytes[index] ?? 0) >= 0x80) return wideFromUtf8(bytes)
  return Reflect.apply(String.fromCharCode, undefined, bytes)
}

function wideFromUtf8(bytes: Bytes): string | undefined {
  const parts: string[] = []
  let run: number[] = []
  for (let index = 0; index < bytes.length; ) {
    const first = bytes[index] ?? 0
    const length =
      first < 0x80
        ? 1
        : first >= 0xc2 && first < 0xe0
          ? 2
          : first >= 0xe0 && first < 0xf0
            ? 3
            : first >= 0xf0 && first < 0xf5
              ? 4
              : 0
    if (length === 0 || index + length > bytes.length) return undefined
    let code = length === 1 ? first : first & (0x7f >> length)
    for (let next = 1; next < length; next++) {
      const byte = bytes[index + next] ?? 0
      if ((byte & 0xc0) !== 0x80) return undefined
      code = (code << 6) | (byte & 0x3f)
    }
    const least = length === 4 ? 0x10000 : length === 3 ? 0x800 : length === 2 ? 0x80 : 0
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
    run.push(code)
    if (run.length === runMax) {
      parts.push(String.fromCodePoint(...run))
      run = []
    }
    index += length
  }
  parts.push(String.fromCodePoint(...run))
  return parts.join("")
}

/** Code points handed to one call of `String.fromCodePoint`: well below every engine's argument limit. */
const runMax = 4096
