import { type Bytes, fail, fromBase64Url, type Result, succeed, toBase64Url, toUtf8 } from "@colombe/base"
import { cobblestone256 } from "../files/cobblestone.ts"
import { fileBytesMax } from "../files/sizes.ts"
import type { CborValue } from "./cbor.ts"
import { dispositions, type ExternalContent, type Part } from "./mimi.ts"
import { readLine } from "./text.ts"

/** A file as a message names it: where its sealed bytes are, how they open, and what the sender says of it. */
export interface FileReference {
  /** 32 random bytes, chosen by the sender. */
  readonly blob: Bytes
  /** Bytes of the file itself. */
  readonly size: number
  readonly key: Bytes
  /** See `fileHash`. */
  readonly hash: Bytes
  /** One line without a path. */
  readonly name: string
  /** As the sender says: nothing may rely on it. */
  readonly mediaType: string
  /** Of a picture or film, as the sender says: the room that it takes before it is there. */
  readonly box: Box | undefined
}

/** Pixels, each from 1 to 65,535. */
export interface Box {
  readonly width: number
  readonly height: number
}

/** Files of one message. */
export const filesMax = 32
/** UTF-8 bytes: what file systems take. */
export const fileNameBytesMax = 255
export const blobIdBytes = 32
const hashBytes = 32
/** Of the registry of AEADs, its range for private use: Cobblestone-256. */
const fileAlgorithm = 0x8001
/** Beyond the registry of named hashes: F4. */
const fileHashAlgorithm = 200
const blobPrefix = "colombe:blob/"
const unknownType = "application/octet-stream"
/** RFC 6838 §4.2, with room for nothing but type and subtype. */
const mediaTypePattern = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/

/** The boxes of a message's files in their order; absent where none has one. */
export function boxesOf(files: readonly Pick<FileReference, "box">[]): CborValue | undefined {
  if (files.every(({ box }) => box === undefined)) return undefined
  return files.map(({ box }) => (box === undefined ? [] : [box.width, box.height]))
}

const sideMax = 65_535
const isSide = (value: CborValue | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= sideMax

/** Of file `place`; what is no box is none. */
export function boxIn(boxes: CborValue | undefined, place: number): Box | undefined {
  const box = Array.isArray(boxes) ? (boxes[place] as CborValue | undefined) : undefined
  if (!Array.isArray(box) || box.length !== 2) return undefined
  const [width, height] = box as readonly CborValue[]
  return isSide(width) && isSide(height) ? { width, height } : undefined
}

/** Bytes of a ThumbHash. */
const previewBytes = { least: 5, most: 32 }
const isPreview = (value: unknown): value is Bytes =>
  value instanceof Uint8Array && value.length >= previewBytes.least && value.length <= previewBytes.most

/** A small picture of each file of a message, to stand in its room until it is there; no bytes where there is none. */
export type Previews = readonly Bytes[]

/** Absent where no file has one. */
export function previewsValue(previews: Previews): CborValue | undefined {
  const known = previews.slice(0, filesMax).map(preview => (isPreview(preview) ? preview : new Uint8Array()))
  return known.some(preview => preview.length > 0) ? known : undefined
}

/** What is no preview is none (spec F14). */
export function readPreviews(value: CborValue | undefined): Previews {
  if (!Array.isArray(value) || value.length > filesMax) return []
  return (value as readonly CborValue[]).map(one => (isPreview(one) ? one : new Uint8Array()))
}

export function filePart(file: FileReference): Part {
  return {
    disposition: dispositions.attachment,
    language: "",
    cardinality: "external",
    contentType: file.mediaType,
    url: blobPrefix + toBase64Url(file.blob),
    expires: 0,
    size: file.size,
    encAlg: fileAlgorithm,
    key: file.key,
    nonce: new Uint8Array(),
    aad: new Uint8Array(),
    hashAlg: fileHashAlgorithm,
    contentHash: file.hash,
    description: "",
    filename: file.name,
  }
}

/** Undefined: a file of a kind that this version does not know. `content-malformed`: of ours, and wrong. */
export function readFilePart(
  part: ExternalContent,
  box: Box | undefined,
): Result<FileReference | undefined, "content-malformed"> {
  const { encAlg, hashAlg, url, size, key, contentHash } = part
  if (encAlg !== fileAlgorithm || hashAlg !== fileHashAlgorithm || !url.startsWith(blobPrefix))
    return succeed(undefined)
  const blob = fromBase64Url(url.slice(blobPrefix.length))
  const isWhole =
    blob?.length === blobIdBytes &&
    key.length === cobblestone256.keyBytes &&
    contentHash.length === hashBytes &&
    part.nonce.length + part.aad.length === 0
  if (!isWhole || size < 1 || size > fileBytesMax) return fail("content-malformed")
  const name = fileName(part.filename)
  return succeed({ blob, size, key, hash: contentHash, name, mediaType: mediaType(part.contentType), box })
}

/**
 * The last part of whatever path a name holds, in one line and no longer than a file system takes, its ending kept;
 * `file` where nothing is left. Marks that turn the direction of writing would hide the true ending: they are left out.
 */
export function fileName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? ""
  const line = last.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "").trim()
  if (line === "" || /^\.+$/.test(line)) return "file"
  if (readLine(toUtf8(line), fileNameBytesMax).ok) return line
  const ending = /\.[^.]{1,16}$/u.exec(line)?.[0] ?? ""
  return cut(line.slice(0, line.length - ending.length), fileNameBytesMax - toUtf8(ending).length) + ending
}

export function mediaType(said: string): string {
  const type = (said.split(";")[0] ?? "").trim().toLowerCase()
  return mediaTypePattern.test(type) ? type : unknownType
}

function cut(text: string, bytesMax: number): string {
  let kept = ""
  let bytes = 0
  for (const letter of text) {
    bytes += toUtf8(letter).length
    if (bytes > bytesMax) break
    kept += letter
  }
  return kept
}
