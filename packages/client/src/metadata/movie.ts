import type { Bytes } from "@colombe/base"
import { type Box, boxesIn, type Change, type Cleaning, emptied, note, withoutName } from "./boxes.ts"
import { sampleRanges } from "./samples.ts"

/** What stays in a box: boxes as they are, or boxes of which again only some stay. */
type Shown = { readonly [kind: string]: Shown | "whole" | "name" | "pictures" | "sounds" | "track" }

const whole = (kinds: string): Shown => Object.fromEntries(kinds.split(" ").map(kind => [kind, "whole"]))

const trackOf = (entries: "pictures" | "sounds"): Shown => ({
  ...whole("tkhd edts tref tapt trgr"),
  mdia: {
    ...whole("mdhd elng"),
    hdlr: "name",
    minf: {
      ...whole("vmhd smhd hmhd nmhd gmhd dinf"),
      hdlr: "name",
      stbl: {
        ...whole("stts stsc stsz stz2 stco co64 stss stps ctts cslg sdtp sgpd sbgp saiz saio subs stsh padb"),
        stsd: entries,
      },
    },
  },
})

/** ISO/IEC 14496-12 §6: what a player needs. Anything else may say where and with what it was filmed. */
const shownBoxes: Shown = {
  moov: { ...whole("mvhd mvex iods pssh"), trak: "track" },
  moof: { ...whole("mfhd pssh"), traf: whole("tfhd trun tfdt saiz saio sbgp sgpd senc subs") },
}

/** Kinds of track that are seen and heard. Others carry what cameras note beside, often their place, second by second. */
const shownTracks = new Set(["vide", "soun", "pict", "auxv"])

/** Inside one box, read whole, that begins at `offset` of the file. Whether its structure holds. */
export function cleanMovie(bytes: Bytes, outer: Box, offset: number, cleaning: Cleaning): boolean {
  const shown = shownBoxes[outer.kind]
  return typeof shown === "object" && cleanInside(bytes, outer, { shown, offset, cleaning })
}

interface Place {
  readonly shown: Shown
  readonly offset: number
  readonly cleaning: Cleaning
}

function cleanInside(bytes: Bytes, outer: Box, { shown, offset, cleaning }: Place): boolean {
  const boxes = boxesIn(bytes, outer.body, outer.end)
  if (boxes === undefined) return false
  const change = (changes: readonly Change[]): void => note(cleaning, offset, changes)
  for (const box of boxes) {
    const stays = Object.hasOwn(shown, box.kind) ? shown[box.kind] : undefined
    if (stays === undefined) change(emptied(box))
    else if (stays === "name") change(withoutName(box))
    else if (stays === "pictures" || stays === "sounds") change(withoutMakers(bytes, box, stays))
    else if (stays === "track") {
      if (!cleanTrack(bytes, box, offset, cleaning)) return false
    } else if (stays !== "whole" && !cleanInside(bytes, box, { shown: stays, offset, cleaning })) return false
  }
  return true
}

function cleanTrack(bytes: Bytes, box: Box, offset: number, cleaning: Cleaning): boolean {
  const handler = inside(bytes, box, "mdia", "hdlr")
  // Version and flags, a type of old, then the kind.
  const kind = handler && String.fromCharCode(...bytes.subarray(handler.body + 8, handler.body + 12))
  if (kind !== undefined && shownTracks.has(kind)) {
    cleaning.shows = true
    const shown = trackOf(kind === "soun" ? "sounds" : "pictures")
    return cleanInside(bytes, box, { shown, offset, cleaning })
  }
  cleaning.dropsTrack = true
  const table = inside(bytes, box, "mdia", "minf", "stbl")
  const ranges = table === undefined ? [] : sampleRanges(bytes, table)
  if (ranges === undefined) return false
  for (const { from, to } of ranges) cleaning.changes.push({ at: from, zeros: to - from })
  note(cleaning, offset, emptied(box))
  return true
}

/** The first box at the end of a path of kinds. */
function inside(bytes: Bytes, outer: Box, ...path: readonly string[]): Box | undefined {
  let box: Box | undefined = outer
  for (const kind of path) {
    if (box === undefined) return undefined
    box = boxesIn(bytes, box.body, box.end)?.find(one => one.kind === kind)
  }
  return box
}

/** Of a sample entry, by places from its beginning: who made the encoder, and for pictures what it is called. */
const maker = { at: 20, bytes: 4 }
const encoder = { at: 50, bytes: 32 }

function withoutMakers(bytes: Bytes, box: Box, of: "pictures" | "sounds"): Change[] {
  const changes: Change[] = []
  for (const { at, end } of boxesIn(bytes, box.body + 8, box.end) ?? [])
    for (const field of of === "pictures" ? [maker, encoder] : [maker])
      if (at + field.at + field.bytes <= end) changes.push({ at: at + field.at, zeros: field.bytes })
  return changes
}
