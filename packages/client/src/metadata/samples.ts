import type { Bytes } from "@colombe/base"
import { type Box, boxesIn } from "./boxes.ts"
import { Fields } from "./fields.ts"

export interface Range {
  readonly from: number
  readonly to: number
}

/** ISO/IEC 14496-12 §8.7: where in the file the chunks of a track stand; undefined where its tables contradict each other. */
export function sampleRanges(bytes: Bytes, table: Box): Range[] | undefined {
  const boxes = boxesIn(bytes, table.body, table.end)
  const find = (...kinds: readonly string[]) => boxes?.find(({ kind }) => kinds.includes(kind))
  const places = find("stco", "co64")
  const runs = find("stsc")
  const sizes = find("stsz", "stz2")
  if (places === undefined || runs === undefined || sizes === undefined) return undefined
  const offsets = chunkOffsets(bytes, places)
  const perChunk = samplesPerChunk(bytes, runs)
  const sizesOf = sampleSizes(bytes, sizes)
  if (offsets === undefined || perChunk === undefined || sizesOf === undefined) return undefined
  const ranges: Range[] = []
  let run = 0
  for (const [index, from] of offsets.entries()) {
    while ((perChunk[run + 1]?.first ?? Number.POSITIVE_INFINITY) <= index + 1) run += 1
    const length = sizesOf(perChunk[run]?.samples ?? 0)
    if (length === undefined) return undefined
    if (length > 0) ranges.push({ from, to: from + length })
  }
  return ranges
}

/** The fields of a box with version and flags, and how many things it lists. */
function listOf(bytes: Bytes, { body, end }: Box): { fields: Fields; count: number } {
  const fields = new Fields(bytes.subarray(0, end), body)
  fields.skip(4)
  return { fields, count: fields.uint32() }
}

function chunkOffsets(bytes: Bytes, box: Box): number[] | undefined {
  const { fields, count } = listOf(bytes, box)
  const offsets: number[] = []
  for (let left = count; left > 0 && !fields.cut; left--)
    offsets.push(box.kind === "co64" ? fields.uint64() : fields.uint32())
  return fields.cut ? undefined : offsets
}

function samplesPerChunk(bytes: Bytes, box: Box): { first: number; samples: number }[] | undefined {
  const { fields, count } = listOf(bytes, box)
  const runs: { first: number; samples: number }[] = []
  for (let left = count; left > 0 && !fields.cut; left--) {
    runs.push({ first: fields.uint32(), samples: fields.uint32() })
    fields.skip(4)
  }
  return fields.cut ? undefined : runs
}

/** Gives how long the next so many samples are together; undefined where there are fewer. */
function sampleSizes(bytes: Bytes, box: Box): ((samples: number) => number | undefined) | undefined {
  const { fields, count: said } = listOf(bytes, box)
  const isShort = box.kind === "stz2"
  const bits = isShort ? said & 0xff : 32
  let left = fields.uint32()
  if (fields.cut || ![4, 8, 16, 32].includes(bits)) return undefined
  let halves: number | undefined
  const next = (): number => {
    if (bits === 32) return fields.uint32()
    if (bits === 16) return fields.uint16()
    if (bits === 8) return fields.uint8()
    const second = halves
    const byte = second === undefined ? fields.uint8() : 0
    halves = second === undefined ? byte & 15 : undefined
    return second ?? byte >> 4
  }
  return samples => {
    if (samples > left) return undefined
    left -= samples
    if (!isShort && said > 0) return samples * said
    let length = 0
    for (let one = 0; one < samples && !fields.cut; one++) length += next()
    return fields.cut ? undefined : length
  }
}
