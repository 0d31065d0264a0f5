import type { Bytes } from "@colombe/base"
import { Fields } from "./fields.ts"
import { letters } from "./parts.ts"

/** A box of ISO/IEC 14496-12 §4.2, by places in the bytes that it was read from. */
export interface Box {
  readonly kind: string
  readonly at: number
  /** What it holds. */
  readonly body: number
  readonly end: number
}

/** Other bytes of the same length in a file, so that every place that it names stays true. */
export type Change =
  | { readonly at: number; readonly bytes: Bytes }
  | { readonly at: number; readonly zeros: number }

/** What is gathered while the boxes of a file are gone through. */
export interface Cleaning {
  readonly changes: Change[]
  /** Something to see or hear is left. */
  shows: boolean
  /** A track is taken out, with what it holds elsewhere in the file. */
  dropsTrack: boolean
}

/** Notes changes whose places count from `offset` of the file. */
export function note({ changes }: Cleaning, offset: number, made: readonly Change[]): void {
  for (const change of made) changes.push({ ...change, at: change.at + offset })
}

/** Of the largest header: length, kind, length in 64 bits. */
export const boxHeaderBytes = 16

/** The box that begins at a place, ending at `limit` at the latest; undefined where its length lies. */
export function boxAt(bytes: Bytes, at: number, limit: number): Box | undefined {
  const fields = new Fields(bytes, at)
  const short = fields.uint32()
  const kind = fields.kind()
  const length = short === 1 ? fields.uint64() : short === 0 ? limit - at : short
  const end = at + length
  return fields.cut || end < fields.at || end > limit ? undefined : { kind, at, body: fields.at, end }
}

/** The boxes in a stretch, in order. Fewer bytes than a box at the end are QuickTime's way to say so. */
export function boxesIn(bytes: Bytes, from: number, to: number): Box[] | undefined {
  const boxes: Box[] = []
  for (let at = from; to - at >= 8; ) {
    const box = boxAt(bytes, at, to)
    if (box === undefined) return undefined
    boxes.push(box)
    at = box.end
  }
  return boxes
}

/** The box becomes free room of the same length. */
export function emptied({ at, body, end }: Box): Change[] {
  return [
    { at: at + 4, bytes: letters("free") },
    { at: body, zeros: end - body },
  ]
}

/** Of a handler, cameras write their own name behind what it handles. */
export function withoutName({ body, end }: Box): Change[] {
  const from = body + 12
  return from < end ? [{ at: from, zeros: end - from }] : []
}
