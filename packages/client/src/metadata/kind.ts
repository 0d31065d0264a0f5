import type { Bytes } from "@colombe/base"
import { standsAt } from "./parts.ts"

/** By its first bytes. `other`: a picture or a film in which hidden data is not found. */
export type MediaKind = "jpeg" | "png" | "webp" | "gif" | "film" | "other"

/** Bytes from which a kind is known. */
export const kindBytes = 16

const starts: readonly (readonly [number, string, MediaKind])[] = [
  [0, "\xff\xd8\xff", "jpeg"],
  [0, "\x89PNG\r\n\x1a\n", "png"],
  [0, "GIF87a", "gif"],
  [0, "GIF89a", "gif"],
  // TIFF and what cameras write raw, JPEG XL, JPEG 2000, Photoshop, Matroska and WebM, Ogg, ASF, FLV.
  [0, "II*\0", "other"],
  [0, "MM\0*", "other"],
  [0, "IIRO", "other"],
  [0, "IIU\0", "other"],
  [0, "FUJIFILM", "other"],
  [0, "\xff\x0a", "other"],
  [4, "JXL ", "other"],
  [4, "jP  ", "other"],
  [0, "8BPS", "other"],
  [0, "\x1a\x45\xdf\xa3", "other"],
  [0, "\x30\x26\xb2\x75", "other"],
  [0, "FLV", "other"],
]

/** Boxes with which a film may begin. */
const firstBoxes = ["moov", "mdat"]
/** Short ones with which QuickTime may begin: words too, behind whose length no letter fits. */
const shortFirstBoxes = ["wide", "free", "skip", "pnot"]
/** Sound alone, whose names and covers are no secret of its sender. */
const soundBrands = ["M4A ", "M4B ", "M4P "]
/** Raw pictures in boxes. */
const rawBrand = "crx "

export function mediaKind(first: Bytes): MediaKind | undefined {
  const known = starts.find(([at, letters]) => standsAt(first, at, letters))
  if (known !== undefined) return known[2]
  if (standsAt(first, 0, "RIFF")) {
    if (standsAt(first, 8, "WEBP")) return "webp"
    return standsAt(first, 8, "AVI ") ? "other" : undefined
  }
  if (!standsAt(first, 4, "ftyp")) {
    const boxes = first[0] === 0 ? [...firstBoxes, ...shortFirstBoxes] : firstBoxes
    return boxes.some(box => standsAt(first, 4, box)) ? "film" : undefined
  }
  if (soundBrands.some(brand => standsAt(first, 8, brand))) return undefined
  return standsAt(first, 8, rawBrand) ? "other" : "film"
}
