import { type Bytes, concat } from "@colombe/base"
import { type Box, boxesIn, type Change, type Cleaning, emptied, note, withoutName } from "./boxes.ts"
import { Fields } from "./fields.ts"
import { emptyTiff } from "./orientation.ts"
import type { Range } from "./samples.ts"

const shownBoxes = new Set(["pitm", "iinf", "iloc", "iref", "iprp", "idat", "grpl", "dinf", "ipro"])
/** Pictures, and what is made of pictures. Any other item is said of them: Exif, XMP, addresses. */
const shownItems = new Set(
  "hvc1 hev1 lhv1 av01 avc1 vvc1 evc1 j2k1 jpeg unci grid iovl iden tmap mski".split(" "),
)

/** Pictures of HEIF (ISO/IEC 23008-12), in one box `meta` of a file, read whole. Whether its structure holds. */
export function cleanItems(bytes: Bytes, meta: Box, offset: number, cleaning: Cleaning): boolean {
  // Version and flags stand before the boxes.
  const boxes = boxesIn(bytes, meta.body + 4, meta.end)
  const find = (kind: string) => boxes?.find(box => box.kind === kind)
  const handler = find("hdlr")
  if (boxes === undefined || handler === undefined) return false
  if (new Fields(bytes, handler.body + 8).kind() !== "pict") {
    note(cleaning, offset, emptied(meta))
    return true
  }
  cleaning.shows = true
  note(cleaning, offset, withoutName(handler))
  for (const box of boxes)
    if (box.kind === "iprp") note(cleaning, offset, withoutDescriptions(bytes, box))
    else if (box.kind !== "hdlr" && !shownBoxes.has(box.kind)) note(cleaning, offset, emptied(box))
  const [list, places, data] = [find("iinf"), find("iloc"), find("idat")]
  const hidden = list && hiddenItems(bytes, list)
  const found = places && hidden && itemRanges(bytes, places, hidden)
  for (const { kind, inBox, from, to } of found ?? []) {
    if (!inBox) note(cleaning, 0, blank(kind, from, to - from))
    else if (data === undefined || data.body + to > data.end) return false
    else note(cleaning, offset, blank(kind, data.body + from, to - from))
  }
  return found !== undefined
}

/** Exif stays readable with nothing in it: where its TIFF begins, then an empty one. */
function blank(kind: string, at: number, length: number): Change[] {
  const zeros = { at, zeros: length }
  const empty = concat(new Uint8Array(4), emptyTiff)
  if (kind !== "Exif" || length < empty.length) return [zeros]
  return [
    { at, bytes: empty },
    { at: at + empty.length, zeros: length - empty.length },
  ]
}

/** By number, the kind of each item that is no picture. */
function hiddenItems(bytes: Bytes, list: Box): Map<number, string> | undefined {
  const counted = bytes[list.body] === 0 ? 2 : 4
  const entries = boxesIn(bytes, list.body + 4 + counted, list.end)
  const hidden = new Map<number, string>()
  for (const entry of entries ?? []) {
    const fields = new Fields(bytes.subarray(0, entry.end), entry.body)
    const version = fields.uint8()
    // Older versions do not say what kind an item is.
    if (entry.kind !== "infe" || version < 2 || version > 3) return undefined
    fields.skip(3)
    const item = version === 2 ? fields.uint16() : fields.uint32()
    fields.skip(2)
    const kind = fields.kind()
    if (fields.cut) return undefined
    if (!shownItems.has(kind)) hidden.set(item, kind)
  }
  return entries === undefined ? undefined : hidden
}

interface ItemRange extends Range {
  readonly kind: string
  /** Counted from the beginning of the box `idat`, not of the file. */
  readonly inBox: boolean
}

/** ISO/IEC 14496-12 §8.11.3: where the bytes of these items stand. */
function itemRanges(bytes: Bytes, box: Box, items: ReadonlyMap<number, string>): ItemRange[] | undefined {
  const fields = new Fields(bytes.subarray(0, box.end), box.body)
  const version = fields.uint8()
  fields.skip(3)
  const [lengths, more] = [fields.uint8(), fields.uint8()]
  const bytesOf = {
    offset: lengths >> 4,
    length: lengths & 15,
    base: more >> 4,
    index: version > 0 ? more & 15 : 0,
  }
  if (version > 2) return undefined
  const ranges: ItemRange[] = []
  const short = version < 2
  for (let left = short ? fields.uint16() : fields.uint32(); left > 0 && !fields.cut; left--) {
    const kind = items.get(short ? fields.uint16() : fields.uint32())
    const method = version === 0 ? 0 : fields.uint16() & 15
    const source = fields.uint16()
    const base = fields.sized(bytesOf.base)
    // Bytes of another file, or that are made of another item, are not found here.
    if (kind !== undefined && (source !== 0 || method > 1)) return undefined
    for (let extents = fields.uint16(); extents > 0 && !fields.cut; extents--) {
      fields.sized(bytesOf.index)
      const from = base + fields.sized(bytesOf.offset)
      const length = fields.sized(bytesOf.length)
      if (kind === undefined) continue
      // No length means all of it.
      if (length === 0) return undefined
      ranges.push({ kind, inBox: method === 1, from, to: from + length })
    }
  }
  return fields.cut ? undefined : ranges
}

/** What people or cameras say of a picture in words. Its place in the list stays: others are counted from it. */
function withoutDescriptions(bytes: Bytes, properties: Box): Change[] {
  const changes: Change[] = []
  for (const list of boxesIn(bytes, properties.body, properties.end) ?? [])
    for (const box of list.kind === "ipco" ? (boxesIn(bytes, list.body, list.end) ?? []) : [])
      if (box.kind === "udes" || box.kind === "uuid")
        changes.push({ at: box.body, zeros: box.end - box.body })
  return changes
}
