import { type Bytes, type Result, succeed } from "@colombe/base"
import { damaged, type Part, Parts, standsAt } from "./parts.ts"

const introducers = { extension: 0x21, image: 0x2c, end: 0x3b }
const labels = { plainText: 0x01, control: 0xf9, application: 0xff }
/** How often the animation runs, and its colours. */
const shownApplications = ["NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"]
const headerBytes = 13
const imageHeaderBytes = 10

/** GIF 89a: pictures, their timing and repetition stay; comments and what other applications add go. */
export function cleanGif(bytes: Bytes): Result<readonly Part[]> {
  const parts = new Parts()
  let at = headerBytes + colourTableBytes(bytes[10])
  if (at > bytes.length) return damaged
  parts.keep(0, at)
  // Without an end, what is there can be shown.
  while (at < bytes.length) {
    const introducer = bytes[at]
    if (introducer === introducers.end) {
      parts.keep(at, at + 1)
      break
    }
    if (introducer !== introducers.extension && introducer !== introducers.image) return damaged
    const isImage = introducer === introducers.image
    // Before the data of a picture stands one byte: how wide its codes are.
    const data = isImage ? at + imageHeaderBytes + colourTableBytes(bytes[at + 9]) + 1 : at + 2
    const end = blocksEnd(bytes, data)
    if (end === undefined) return damaged
    if (isImage || isShown(bytes, at)) parts.keep(at, end)
    at = end
  }
  return succeed(parts.all)
}

function isShown(bytes: Bytes, at: number): boolean {
  const label = bytes[at + 1]
  if (label !== labels.application) return label === labels.plainText || label === labels.control
  return shownApplications.some(name => standsAt(bytes, at + 3, name))
}

function colourTableBytes(packed = 0): number {
  return packed & 0x80 ? 3 << ((packed & 7) + 1) : 0
}

/** Blocks of up to 255 bytes, each after its length, up to an empty one. */
function blocksEnd(bytes: Bytes, from: number): number | undefined {
  for (let at = from; ; ) {
    const length = bytes[at]
    if (length === undefined) return undefined
    at += 1 + length
    if (length === 0) return at
  }
}
