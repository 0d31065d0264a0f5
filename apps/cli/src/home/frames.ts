import { type Bytes, fail, fromBase64Url, type Result, succeed, toBase64Url } from "@colombe/base"

/** Bytes of one frame: a page of the longest messages fits many times. */
export const frameBytesMax = 64 * 1024 * 1024
const lengthBytes = 4

export type FrameCode = "home-frame-malformed" | "home-frame-too-big"

/** Spec HO3 and HO4: the length in four bytes, then JSON. Bytes are `{"$bytes": base64url}`, an absent item of a list is `{"$absent": true}`. */
export function encodeFrame(value: unknown): Result<Bytes, FrameCode> {
  const body = Buffer.from(JSON.stringify(value, pack))
  if (body.length > frameBytesMax) return fail("home-frame-too-big")
  const frame = new Uint8Array(lengthBytes + body.length)
  new DataView(frame.buffer).setUint32(0, body.length)
  frame.set(body, lengthBytes)
  return succeed(frame)
}

function pack(this: unknown, _key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: toBase64Url(value) }
  return value === undefined && Array.isArray(this) ? { $absent: true } : value
}

const malformed = Symbol()

function unpack(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value
  if ("$absent" in value) return undefined
  if (!("$bytes" in value)) return value
  const bytes = typeof value.$bytes === "string" ? fromBase64Url(value.$bytes) : undefined
  if (bytes === undefined) throw malformed
  return bytes
}

/** Takes what a stream brings, in whatever pieces, and hands over whole frames. After a failure it is of no use. */
export function frameReader(take: (value: unknown) => void): (piece: Bytes) => Result<void, FrameCode> {
  let pieces: Bytes[] = []
  let held = 0
  let wanted: number | undefined
  const takeFirst = (count: number): Bytes => {
    const all = joined(pieces, held)
    pieces = [all.subarray(count)]
    held -= count
    return all.subarray(0, count)
  }
  return piece => {
    pieces.push(piece)
    held += piece.length
    for (;;) {
      if (wanted === undefined) {
        if (held < lengthBytes) return succeed()
        const length = takeFirst(lengthBytes)
        wanted = new DataView(length.buffer, length.byteOffset).getUint32(0)
        if (wanted > frameBytesMax) return fail("home-frame-too-big")
      }
      if (held < wanted) return succeed()
      const value = decode(takeFirst(wanted))
      wanted = undefined
      if (!value.ok) return value
      take(value.value)
    }
  }
}

function joined(pieces: readonly Bytes[], length: number): Bytes {
  const [only] = pieces
  if (only !== undefined && pieces.length === 1) return only
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

function decode(body: Bytes): Result<unknown, FrameCode> {
  try {
    return succeed<unknown>(JSON.parse(strictUtf8.decode(body), unpack))
  } catch (error) {
    if (error === malformed || error instanceof SyntaxError || error instanceof TypeError)
      return fail("home-frame-malformed")
    throw error
  }
}

/** Throws a TypeError at what is none. */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
