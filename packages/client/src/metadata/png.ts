import { type Bytes, concat, type Result, succeed, uint } from "@colombe/base"
import { Fields } from "./fields.ts"
import { orientationOf, orientationTiff } from "./orientation.ts"
import { damaged, letters, type Part, Parts } from "./parts.ts"

const signatureBytes = 8
/** Length, kind and checksum around what a chunk holds. */
const chunkFrameBytes = 12
/** What says how the picture looks, besides the chunks without which nothing can be shown. */
const shownKinds = new Set(
  "tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs acTL fcTL fdAT".split(" "),
)

/** PNG, third edition, §5 and §11: critical chunks and those of colour and motion stay, and how it is turned. */
export function cleanPng(bytes: Bytes): Result<readonly Part[]> {
  const parts = new Parts()
  parts.keep(0, signatureBytes)
  for (let at = signatureBytes; at < bytes.length; ) {
    const fields = new Fields(bytes, at)
    const length = fields.uint32()
    const kind = fields.kind()
    const end = at + chunkFrameBytes + length
    if (fields.cut || end > bytes.length) return damaged
    const isCritical = kind.charCodeAt(0) < 0x60
    if (isCritical || shownKinds.has(kind)) parts.keep(at, end)
    else if (kind === "eXIf") {
      const orientation = orientationOf(bytes.subarray(at + 8, end - 4))
      if (orientation !== undefined) parts.write(chunk("eXIf", orientationTiff(orientation)))
    }
    // What follows the picture is none of it.
    if (kind === "IEND") break
    at = end
  }
  return succeed(parts.all)
}

function chunk(kind: string, data: Bytes): Bytes {
  const named = concat(letters(kind), data)
  return concat(uint(data.length, 4), named, uint(checksum(named), 4))
}

/** PNG, third edition, annex D. */
function checksum(bytes: Bytes): number {
  let rest = 0xffffffff
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  }
  return ~rest >>> 0
}
