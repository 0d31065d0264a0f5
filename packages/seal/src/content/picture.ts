import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { dispositions, type Part } from "./mimi.ts"
import { decodeMimi } from "./mimi-decode.ts"

/** Bytes of the picture of a person or a group: with all that is around it, it fits 24 KiB of padded plaintext. */
export const pictureBytesMax = 20_000

/** Of the kinds that are drawn, how each begins. */
const kinds = [
  { mediaType: "image/jpeg", at: 0, begins: [0xff, 0xd8, 0xff] },
  { mediaType: "image/png", at: 0, begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: "image/webp", at: 8, begins: [0x57, 0x45, 0x42, 0x50] },
] as const

/** What a picture says of itself is not asked. Undefined for anything else, a drawing (SVG) too. */
export function pictureType(bytes: Bytes): (typeof kinds)[number]["mediaType"] | undefined {
  return kinds.find(({ at, begins }) => begins.every((byte, index) => bytes[at + index] === byte))?.mediaType
}

/** Spec N80: what may be a picture, as far as that is told without drawing it. */
export function isPicture(bytes: Bytes): boolean {
  return bytes.length <= pictureBytesMax && pictureType(bytes) !== undefined
}

/** For state slot 1; none takes it away. */
export function picturePart(picture: Bytes | undefined): Part {
  const named = { disposition: dispositions.icon, language: "" }
  if (picture === undefined) return { ...named, cardinality: "null" }
  return {
    ...named,
    cardinality: "single",
    contentType: pictureType(picture) ?? "application/octet-stream",
    content: picture,
  }
}

export type PictureCode = "content-malformed" | "content-not-canonical" | "picture-invalid"

/** The content of state slot 1. "none": there is none any more. Undefined: of a form that this version does not know. */
export function readPicture(bytes: Bytes): Result<Bytes | "none" | undefined, PictureCode> {
  const decoded = decodeMimi(bytes)
  if (!decoded.ok) return decoded
  const { part } = decoded.value
  if (part.disposition !== dispositions.icon) return succeed(undefined)
  if (part.cardinality === "null") return succeed("none")
  if (part.cardinality !== "single") return succeed(undefined)
  return isPicture(part.content) ? succeed(part.content) : fail("picture-invalid")
}
