import { fail, type Result, succeed } from "@colombe/base"
import { type Box, boxAt, boxHeaderBytes, type Change, type Cleaning, emptied } from "./boxes.ts"
import type { FileBytes } from "./file-bytes.ts"
import { cleanItems } from "./items.ts"
import { cleanMovie } from "./movie.ts"
import { damaged, type Part, Parts, unknown } from "./parts.ts"

/** Bytes of a box that describes a film or a picture, read at once: hours of film take a few megabytes. */
const describedBytesMax = 64 * 1024 * 1024
/** Boxes side by side in one file; fragments of films are two each. */
const boxesMax = 65_536
/** Stretches of a file that are written over. */
const changesMax = 262_144

const shownWhole = new Set(["ftyp", "styp", "mdat", "imda", "mfra", "sidx", "ssix", "pdin"])

/** Films and pictures made of boxes (MP4, MOV, HEIC, AVIF): what is hidden is written over in place. */
export async function cleanFilm(file: FileBytes): Promise<Result<readonly Part[]>> {
  const cleaning: Cleaning = { changes: [], shows: false, dropsTrack: false }
  let hasFragments = false
  let boxes = 0
  for (let at = 0; at < file.size; boxes++) {
    const outer = boxAt(await file.read(at, Math.min(file.size, at + boxHeaderBytes)), 0, file.size - at)
    if (outer === undefined) return damaged
    if (boxes >= boxesMax || cleaning.changes.length > changesMax) return tooLarge
    hasFragments ||= outer.kind === "moof"
    const done = await cleanBox(file, outer, at, cleaning)
    if (!done.ok) return done
    at += outer.end
  }
  // What a fragment holds of a track that is taken out would stay.
  if (!cleaning.shows || (hasFragments && cleaning.dropsTrack)) return unknown
  return partsOf(cleaning.changes, file.size)
}

const tooLarge = fail("hidden-data-too-large")

async function cleanBox(file: FileBytes, outer: Box, at: number, cleaning: Cleaning): Promise<Result<void>> {
  if (shownWhole.has(outer.kind)) return succeed()
  if (outer.kind !== "moov" && outer.kind !== "moof" && outer.kind !== "meta") {
    for (const change of emptied(outer)) cleaning.changes.push({ ...change, at: change.at + at })
    return succeed()
  }
  if (outer.end > describedBytesMax) return tooLarge
  const bytes = await file.read(at, at + outer.end)
  const clean = outer.kind === "meta" ? cleanItems : cleanMovie
  return clean(bytes, outer, at, cleaning) ? succeed() : damaged
}

/** The original with what was changed in it, in the order of the file; of two changes in one place the first counts. */
function partsOf(changes: readonly Change[], size: number): Result<readonly Part[]> {
  const parts = new Parts()
  let at = 0
  for (const change of changes.toSorted((one, other) => one.at - other.at)) {
    const length = "zeros" in change ? change.zeros : change.bytes.length
    const end = change.at + length
    if (end > size) return damaged
    if (end <= at) continue
    const from = Math.max(at, change.at)
    parts.keep(at, from)
    if ("zeros" in change) parts.clear(end - from)
    else parts.write(change.bytes.subarray(from - change.at))
    at = end
  }
  parts.keep(at, size)
  return succeed(parts.all)
}
