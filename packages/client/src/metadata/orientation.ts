import { type Bytes, concat, uint } from "@colombe/base"
import { Fields } from "./fields.ts"
import { standsAt } from "./parts.ts"

const orientationTag = 0x0112
const exifPrefix = "Exif\0\0"

/** How a picture is turned, 2 to 8, from its Exif (TIFF 6.0 §2, CIPA DC-008 §4.6.4); undefined where it stands upright. */
export function orientationOf(exif: Bytes): number | undefined {
  const tiff = standsAt(exif, 0, exifPrefix) ? exif.subarray(exifPrefix.length) : exif
  const isLittle = standsAt(tiff, 0, "II*\0")
  if (!isLittle && !standsAt(tiff, 0, "MM\0*")) return undefined
  const fields = new Fields(tiff, new Fields(tiff, 4).uint32(isLittle))
  for (let left = fields.uint16(isLittle); left > 0 && !fields.cut; left--) {
    const tag = fields.uint16(isLittle)
    fields.skip(6)
    const value = fields.uint16(isLittle)
    fields.skip(2)
    if (tag === orientationTag && !fields.cut) return value >= 2 && value <= 8 ? value : undefined
  }
  return undefined
}

/** A TIFF with nothing in it. */
export const emptyTiff: Bytes = Uint8Array.of(0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)

/** A TIFF that says how the picture is turned, and nothing else. */
export function orientationTiff(orientation: number): Bytes {
  return concat(
    emptyTiff.subarray(0, 8),
    uint(1, 2),
    uint(orientationTag, 2),
    uint(3, 2),
    uint(1, 4),
    uint(orientation, 2),
    new Uint8Array(6),
  )
}
