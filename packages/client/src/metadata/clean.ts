import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { FileBytes } from "./file-bytes.ts"
import { cleanFilm } from "./film.ts"
import { cleanGif } from "./gif.ts"
import { cleanJpeg } from "./jpeg.ts"
import { kindBytes, mediaKind } from "./kind.ts"
import { type Part, partLength, unknown } from "./parts.ts"
import { cleanPng } from "./png.ts"
import { cleanWebp } from "./webp.ts"

/** Bytes of a picture that is read at once. */
const pictureBytesMax = 256 * 1024 * 1024

const cleaners = { jpeg: cleanJpeg, png: cleanPng, webp: cleanWebp, gif: cleanGif } as const

/**
 * Spec F10: a picture or a film without what its camera wrote into it about place, device and person. `claimed`: the
 * media type that it is said to have. What is neither picture nor film is handed back whole.
 */
export async function withoutHiddenData(file: FileBytes, claimed: string): Promise<Result<readonly Part[]>> {
  const kind = mediaKind(await file.read(0, Math.min(file.size, kindBytes)))
  if (kind === "film") return cleanFilm(file)
  if (kind === "other") return unknown
  if (kind === undefined)
    return /^(image|video)\//i.test(claimed) ? unknown : succeed([{ from: 0, to: file.size }])
  if (file.size > pictureBytesMax) return fail("hidden-data-too-large")
  return cleaners[kind](await file.read(0, file.size))
}

/** The bytes of parts: for files that are small. */
export function joined(original: Bytes, parts: readonly Part[]): Bytes {
  const length = parts.reduce((sum, part) => sum + partLength(part), 0)
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    if ("to" in part) whole.set(original.subarray(part.from, part.to), at)
    else if (!("zeros" in part)) whole.set(part, at)
    at += partLength(part)
  }
  return whole
}
