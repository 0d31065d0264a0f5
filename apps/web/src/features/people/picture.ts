import { useEffect, useState } from "preact/hooks"
import { client } from "../../state/app.ts"
import { headerOf } from "../files/picture-header.ts"

/** Pixels of a side of the picture that this person chooses, and of those that are shown. */
const side = 256
/** Bytes of it: what the protocol takes (spec N80). */
const bytesMax = 20_000
/** From the best on, until it fits. */
const qualities = [0.9, 0.8, 0.65, 0.5, 0.35]
/** Pixels of a file that is decoded to choose from it, and of a picture that somebody else sends. */
const chosenPixelsMax = 200_000_000
const sentPixelsMax = 1024 * 1024

/**
 * The middle of a picture, square and drawn anew, so that nothing of the file goes on but what is seen; the code of why
 * not.
 */
export async function squareOf(file: Blob): Promise<Uint8Array | "picture-invalid"> {
  const drawn = await square(file, chosenPixelsMax)
  if (drawn === undefined) return "picture-invalid"
  for (const quality of qualities) {
    const blob = await drawn.convertToBlob({ type: "image/webp", quality })
    // A browser that does not write WebP writes PNG, which has no quality.
    const made =
      blob.type === "image/webp" ? blob : await drawn.convertToBlob({ type: "image/jpeg", quality })
    if (made.size <= bytesMax) return new Uint8Array(await made.arrayBuffer())
  }
  return "picture-invalid"
}

async function square(file: Blob, pixelsMax: number): Promise<OffscreenCanvas | undefined> {
  const header = await headerOf(file).catch(() => undefined)
  if (header === undefined || header.box.width * header.box.height > pixelsMax) return undefined
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (picture === undefined) return undefined
  const canvas = new OffscreenCanvas(side, side)
  const pen = canvas.getContext("2d")
  const cut = Math.min(picture.width, picture.height)
  const [left, top] = [(picture.width - cut) / 2, (picture.height - cut) / 2]
  if (pen !== null) pen.imageSmoothingQuality = "high"
  // What is clear in it would be seen through.
  if (pen !== null) pen.fillStyle = "#ffffff"
  pen?.fillRect(0, 0, side, side)
  pen?.drawImage(picture, left, top, cut, cut, 0, 0, side, side)
  picture.close()
  return pen === null ? undefined : canvas
}

/** Addresses of what was drawn, by which picture it is: each is drawn once, from bytes that somebody else chose. */
const drawn = new Map<string, Promise<string | undefined>>()
const drawnMax = 500

function addressOf(of: string, version: string): Promise<string | undefined> {
  const name = `${of} ${version}`
  const known = drawn.get(name)
  if (known !== undefined) return known
  const made = draw(of)
  drawn.set(name, made)
  const [oldest] = drawn.keys()
  if (drawn.size > drawnMax && oldest !== undefined) {
    void drawn.get(oldest)?.then(address => address !== undefined && URL.revokeObjectURL(address))
    drawn.delete(oldest)
  }
  return made
}

async function draw(of: string): Promise<string | undefined> {
  const bytes = await client.picture(of)
  if (bytes === undefined) return undefined
  const canvas = await square(new Blob([bytes as Uint8Array<ArrayBuffer>]), sentPixelsMax)
  return canvas === undefined ? undefined : URL.createObjectURL(await canvas.convertToBlob())
}

/** The address of a person's or a group's picture; undefined where there is none, or none that can be drawn. */
export function usePicture(of: string, version: string | undefined): string | undefined {
  const [address, setAddress] = useState<string | undefined>(undefined)
  useEffect(() => {
    setAddress(undefined)
    if (version === undefined) return undefined
    let isGone = false
    void addressOf(of, version).then(found => {
      if (!isGone) setAddress(found)
    })
    return () => {
      isGone = true
    }
  }, [of, version])
  return version === undefined ? undefined : address
}
