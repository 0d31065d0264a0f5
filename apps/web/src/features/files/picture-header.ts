import type { FileBox } from "@colombe/client"

/** A picture that browsers show, known by its first bytes: what a sender calls it decides nothing. */
export interface PictureHeader {
  readonly mediaType: "image/jpeg" | "image/png" | "image/gif" | "image/webp"
  readonly box: FileBox
}

/** Bytes at the beginning in which a picture says what it is: cameras put up to 64 KiB of their own before it. */
const headerBytes = 256 * 1024

export async function headerOf(file: Blob): Promise<PictureHeader | undefined> {
  return pictureHeader(new Uint8Array(await file.slice(0, headerBytes).arrayBuffer()))
}

/** Undefined for anything else, a drawing or a page under the name of a picture too. */
export function pictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (startsWith(bytes, 0, "\u0089PNG\r\n\u001a\n") && startsWith(bytes, 12, "IHDR"))
      return { mediaType: "image/png", box: { width: view.getUint32(16), height: view.getUint32(20) } }
    if (startsWith(bytes, 0, "GIF87a") || startsWith(bytes, 0, "GIF89a"))
      return {
        mediaType: "image/gif",
        box: { width: view.getUint16(6, true), height: view.getUint16(8, true) },
      }
    if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) return webp(bytes, view)
    return startsWith(bytes, 0, "\u00ff\u00d8\u00ff") ? jpeg(view) : undefined
  } catch (error) {
    // Cut before its header ends.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0))
}

/** RFC 9649 §2: the extended form, lossless, or the key frame of VP8 (RFC 6386 §9.1). */
function webp(bytes: Uint8Array, view: DataView): PictureHeader | undefined {
  const mediaType = "image/webp"
  const uint24 = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
  if (startsWith(bytes, 12, "VP8X"))
    return { mediaType, box: { width: uint24(24) + 1, height: uint24(27) + 1 } }
  if (startsWith(bytes, 12, "VP8L")) {
    const bits = view.getUint32(21, true)
    return { mediaType, box: { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 } }
  }
  if (!startsWith(bytes, 12, "VP8 ")) return undefined
  return {
    mediaType,
    box: { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff },
  }
}

/** ITU-T T.81 §B.2: segments up to the one that begins a frame. */
function jpeg(view: DataView): PictureHeader | undefined {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame)
      return {
        mediaType: "image/jpeg",
        box: { height: view.getUint16(at + 5), width: view.getUint16(at + 7) },
      }
    at += 2 + view.getUint16(at + 2)
  }
}
