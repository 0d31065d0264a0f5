import { type Bytes, concat, type Result, succeed } from "@colombe/base"
import { Fields } from "./fields.ts"
import { orientationOf, orientationTiff } from "./orientation.ts"
import { damaged, letters, type Part, Parts, partLength } from "./parts.ts"

/** RIFF, its length, WEBP. */
const headerBytes = 12
const chunkHeaderBytes = 8
/** Place, size and duration of one picture of an animation. */
const frameHeaderBytes = 16
const shownKinds = new Set(["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"])
const shownInFrame = new Set(["VP8 ", "VP8L", "ALPH"])
/** RFC 9649 §2.7.1: of the flags of VP8X, those that announce Exif and XMP. */
const flags = { exif: 0x08, xmp: 0x04 }

interface Chunk {
  readonly kind: string
  readonly at: number
  /** Of what it holds. */
  readonly end: number
  /** With the byte that makes it even. */
  readonly next: number
}

/** RFC 9649: pictures, their colours and their motion stay, and how they are turned. */
export function cleanWebp(bytes: Bytes): Result<readonly Part[]> {
  const end = headerBytes - 4 + new Fields(bytes, 4).uint32(true)
  const chunks = end <= bytes.length ? chunksOf(bytes, headerBytes, end) : undefined
  if (chunks === undefined) return damaged
  const exif = chunks.find(({ kind }) => kind === "EXIF")
  const orientation = exif && orientationOf(bytes.subarray(exif.at + chunkHeaderBytes, exif.end))
  const parts = new Parts()
  for (const chunk of chunks) {
    if (!shownKinds.has(chunk.kind)) continue
    if (chunk.kind === "VP8X") parts.write(features(bytes, chunk, orientation !== undefined))
    else if (chunk.kind !== "ANMF") parts.keep(chunk.at, chunk.next)
    else {
      const frame = cleanFrame(bytes, chunk)
      if (frame === undefined) return damaged
      parts.write(frame)
    }
  }
  if (orientation !== undefined) parts.write(riff("EXIF", orientationTiff(orientation)))
  return succeed([header(parts.all), ...parts.all])
}

function chunksOf(bytes: Bytes, from: number, to: number): Chunk[] | undefined {
  const chunks: Chunk[] = []
  for (let at = from; at < to; ) {
    const fields = new Fields(bytes, at)
    const kind = fields.kind()
    const end = at + chunkHeaderBytes + fields.uint32(true)
    if (fields.cut || end > to) return undefined
    const next = Math.min(to, end + (end & 1))
    chunks.push({ kind, at, end, next })
    at = next
  }
  return chunks
}

function features(bytes: Bytes, { at, next }: Chunk, hasExif: boolean): Bytes {
  const chunk = bytes.slice(at, next)
  const said = chunk[chunkHeaderBytes]
  if (said !== undefined)
    chunk[chunkHeaderBytes] = (said & ~(flags.exif | flags.xmp)) | (hasExif ? flags.exif : 0)
  return chunk
}

/** One picture of an animation may hold chunks of its own. */
function cleanFrame(bytes: Bytes, { at, end }: Chunk): Bytes | undefined {
  const first = at + chunkHeaderBytes + frameHeaderBytes
  const chunks = first <= end ? chunksOf(bytes, first, end) : undefined
  if (chunks === undefined) return undefined
  const shown = chunks.filter(({ kind }) => shownInFrame.has(kind))
  return riff(
    "ANMF",
    concat(
      bytes.subarray(at + chunkHeaderBytes, first),
      ...shown.map(chunk => bytes.subarray(chunk.at, chunk.next)),
    ),
  )
}

function riff(kind: string, data: Bytes): Bytes {
  return concat(letters(kind), little(data.length), data, new Uint8Array(data.length & 1))
}

function header(parts: readonly Part[]): Bytes {
  const length = parts.reduce((sum, part) => sum + partLength(part), 0)
  return concat(letters("RIFF"), little(length + 4), letters("WEBP"))
}

function little(value: number): Bytes {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}
