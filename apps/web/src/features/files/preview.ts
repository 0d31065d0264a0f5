import type { FileBox } from "@colombe/client"
import { rgbaToThumbHash, thumbHashToRGBA } from "thumbhash"

/** Pixels of the longer side of what a preview is made of: more is not seen in it. */
const sideMax = 100

/** Whole pixels of the same shape, the longer side no more than `most`; never made larger. */
export function within(most: number, { width, height }: FileBox): FileBox {
  const scale = Math.min(1, most / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Spec F14: the ThumbHash of a picture that is drawn already. */
export function previewOf(picture: ImageBitmap | OffscreenCanvas): Uint8Array | undefined {
  const { width, height } = within(sideMax, picture)
  const pen = new OffscreenCanvas(width, height).getContext("2d")
  if (pen === null) return undefined
  pen.drawImage(picture, 0, 0, width, height)
  return rgbaToThumbHash(width, height, pen.getImageData(0, 0, width, height).data)
}

export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

/** What is drawn of a preview; undefined where there is no picture in it, whatever its sender made of it. */
export function pixelsOf(preview: Uint8Array): Pixels | undefined {
  const { w: width, h: height, rgba } = thumbHashToRGBA(preview)
  return width > 0 && height > 0 ? { width, height, data: new Uint8ClampedArray(rgba) } : undefined
}
