import type { FileBox } from "@colombe/client"
import { type Part, withoutHiddenData } from "@colombe/client/metadata"
import { headerOf } from "./picture-header.ts"
import { previewOf, within } from "./preview.ts"

/** What is handed to the SDK: the bytes as they go, and the room that they take. */
export interface Prepared {
  readonly name: string
  readonly blob: Blob
  readonly box: FileBox | undefined
  readonly preview: Uint8Array | undefined
  /** The code of why place and camera may still be in it. */
  readonly hidden: string | undefined
}

/** Pixels of the longer side of a picture that is sent to be looked at. */
const sideMax = 2048
const quality = 0.85
/** Pixels that are decoded to make a picture smaller. More than any camera's. */
const pixelsMax = 200_000_000

/** What was made of files that are still looked at, in both ways. */
const known = {
  drawn: new WeakMap<File, Promise<Prepared>>(),
  asFile: new WeakMap<File, Promise<Prepared>>(),
}

/** The file as it would go: looked through once, however often it is asked for. */
export function prepared(file: File, asFile: boolean): Promise<Prepared> {
  const made = asFile ? known.asFile : known.drawn
  const before = made.get(file)
  if (before !== undefined) return before
  const now = prepare(file, asFile)
  made.set(file, now)
  return now
}

/**
 * A picture is drawn anew: smaller where it is large, and without place, camera and whatever else was hidden in it.
 * Animations, films, pictures that cannot be drawn here, and all that go in full size keep their bytes but these.
 */
async function prepare(file: File, asFile: boolean): Promise<Prepared> {
  const header = await headerOf(file).catch(() => undefined)
  if (header === undefined || header.box.width * header.box.height > pixelsMax)
    return cleaned(file, header?.box, undefined)
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (picture === undefined) return cleaned(file, undefined, undefined)
  const preview = previewOf(picture)
  if (asFile || header.mediaType === "image/gif") {
    picture.close()
    return cleaned(file, header.box, preview)
  }
  const box = within(sideMax, picture)
  const canvas = new OffscreenCanvas(box.width, box.height)
  canvas.getContext("2d")?.drawImage(picture, 0, 0, box.width, box.height)
  picture.close()
  const type = header.mediaType === "image/jpeg" ? "image/jpeg" : "image/webp"
  const blob = await canvas.convertToBlob({ type, quality })
  return { name: renamed(file.name, type), blob, box, preview, hidden: undefined }
}

/** Spec F10, F11: bytes that are not drawn anew. */
async function cleaned(
  file: File,
  box: FileBox | undefined,
  preview: Uint8Array | undefined,
): Promise<Prepared> {
  const asIs = { name: file.name, blob: file, box, preview, hidden: undefined }
  const read = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer())
  // What can no longer be read is not sent either: that is said when it is sealed.
  const parts = await withoutHiddenData({ size: file.size, read }, file.type).catch(() => undefined)
  if (parts === undefined) return asIs
  if (!parts.ok) return { ...asIs, hidden: parts.code }
  const blob = new Blob(
    parts.value.flatMap(part => bytesOf(file, part)),
    { type: file.type },
  )
  return { ...asIs, blob }
}

/** Bytes of zeros of which longer stretches are made. */
const zeroBytes = 1024 * 1024

function bytesOf(file: File, part: Part): BlobPart[] {
  if ("to" in part) return [file.slice(part.from, part.to)]
  if (!("zeros" in part)) return [part as Uint8Array<ArrayBuffer>]
  const block = new Blob([new Uint8Array(Math.min(zeroBytes, part.zeros))])
  const rest = part.zeros % zeroBytes
  return [...new Array<Blob>(Math.floor(part.zeros / zeroBytes)).fill(block), block.slice(0, rest)]
}

function renamed(name: string, type: string): string {
  return type === "image/jpeg" ? name : `${name.replace(/\.[^.]*$/, "")}.webp`
}
