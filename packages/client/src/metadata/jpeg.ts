import { type Bytes, concat, type Result, succeed, uint } from "@colombe/base"
import { Fields } from "./fields.ts"
import { orientationOf, orientationTiff } from "./orientation.ts"
import { damaged, letters, type Part, Parts, standsAt } from "./parts.ts"

const marks = { first: 0xc0, restart: 0xd0, start: 0xd8, end: 0xd9, scan: 0xda, app0: 0xe0, last: 0xfe }
/** Length, JFIF and its version, density: what stands before the thumbnail. */
const jfifBytes = 16

/**
 * ITU-T T.81 §B: tables, frames and scans stay, with the colour profile, Adobe's word about the colours, and how the
 * picture is turned. Everything else that applications add goes, and what follows the picture: other pictures, films.
 */
export function cleanJpeg(bytes: Bytes): Result<readonly Part[]> {
  const parts = new Parts()
  parts.keep(0, 2)
  let isTurned = false
  for (let at = 2; ; ) {
    if (bytes[at] !== 0xff) return damaged
    const mark = bytes[at + 1]
    if (mark === 0xff) {
      at += 1
      continue
    }
    if (mark === marks.end) {
      parts.keep(at, at + 2)
      return succeed(parts.all)
    }
    const length = new Fields(bytes, at + 2).uint16()
    const end = at + 2 + length
    const isSegment = mark !== undefined && mark >= marks.first && mark <= marks.last && !isAlone(mark)
    if (!isSegment || length < 2 || end > bytes.length) return damaged
    const orientation = isTurned ? undefined : turnedBy(bytes.subarray(at + 4, end), mark)
    if (orientation !== undefined) {
      isTurned = true
      parts.write(exifSegment(orientation))
    } else if (standsAt(bytes, at, "\xff\xe0") && standsAt(bytes, at + 4, "JFIF\0") && length >= jfifBytes)
      parts.write(
        concat(Uint8Array.of(0xff, mark), uint(jfifBytes, 2), bytes.subarray(at + 4, at + 16), uint(0, 2)),
      )
    else if (isShown(bytes, at, mark)) parts.keep(at, end)
    at = end
    if (mark !== marks.scan) continue
    at = scanEnd(bytes, end)
    parts.keep(end, at)
    // Cut while it was drawn: what is there can be shown.
    if (at === bytes.length) return succeed(parts.all)
  }
}

const isAlone = (mark: number): boolean => mark >= marks.restart && mark <= marks.start

function isShown(bytes: Bytes, at: number, mark: number): boolean {
  if (mark < marks.app0) return true
  return (
    (mark === 0xe2 && standsAt(bytes, at + 4, "ICC_PROFILE\0")) ||
    (mark === 0xee && standsAt(bytes, at + 4, "Adobe"))
  )
}

function turnedBy(payload: Bytes, mark: number): number | undefined {
  return mark === 0xe1 && standsAt(payload, 0, "Exif\0\0") ? orientationOf(payload) : undefined
}

function exifSegment(orientation: number): Bytes {
  const payload = concat(letters("Exif\0\0"), orientationTiff(orientation))
  return concat(Uint8Array.of(0xff, 0xe1), uint(payload.length + 2, 2), payload)
}

/** Where the next mark stands, or the end of the bytes. */
function scanEnd(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const mark = bytes[at + 1]
    if (mark !== undefined && mark !== 0 && mark !== 0xff && !(mark >= marks.restart && mark < marks.start))
      return at
  }
  return bytes.length
}
