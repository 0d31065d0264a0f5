import type { FileBox } from "@colombe/client"
import { pictureHeader } from "./picture-header.ts"

/** What is handed to the SDK: the bytes as they go, and the room that they take. */
export interface Prepared {
  readonly name: string
  readonly blob: Blob
  readonly box: FileBox | undefined
}

/** Bytes at the beginning in which a picture says what it is: cameras put up to 64 KiB of their own before it. */
const headerBytes = 256 * 1024
/** Pixels of the longer side of a picture that is sent to be looked at. */
const sideMax = 2048
const quality = 0.85
/** Pixels that are decoded to make a picture smaller. More than any camera's. */
const pixelsMax = 200_000_000

export async function headerOf(file: Blob) {
  return pictureHeader(new Uint8Array(await file.slice(0, headerBytes).arrayBuffer()))
}

/**
 * A picture is drawn anew: smaller where it is large, and without place, camera and whatever else was hidden in it.
 * Animations, other files and those that do not get smaller by it, and hold nothing hidden, go as they are.
 */
export async function prepare(file: File, asFile: boolean): Promise<Prepared> {
  const header = await headerOf(file)
  const asIs = { name: file.name, blob: file, box: header?.box }
  if (asFile || header === undefined || header.mediaType === "image/gif") return asIs
  if (header.box.width * header.box.height > pixelsMax) return asIs
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (picture === undefined) return { ...asIs, box: undefined }
  const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height))
  const width = Math.max(1, Math.round(picture.width * scale))
  const height = Math.max(1, Math.round(picture.height * scale))
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height)
  picture.close()
  const type = header.mediaType === "image/jpeg" ? "image/jpeg" : "image/webp"
  const blob = await canvas.convertToBlob({ type, quality })
  return { name: renamed(file.name, type), blob, box: { width, height } }
}

function renamed(name: string, type: string): string {
  return type === "image/jpeg" ? name : `${name.replace(/\.[^.]*$/, "")}.webp`
}
