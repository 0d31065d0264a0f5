import type { FileBox } from "@colombe/client"

/** Width by height of the narrowest and the widest room in an album: what is beyond is cut at its sides. */
const ratios = { least: 0.6, most: 2.2 }
/** Widths by one height that fill a row. */
const rowRatio = 2
const inRowMax = 3

export interface AlbumCell {
  /** Width by height. */
  readonly ratio: number
  /** Of the row: what is left of it beside the gaps. */
  readonly share: number
  readonly inRow: number
}

/** Rows of pictures, each as wide as the album and as high as its pictures together ask for, in their order. */
export function albumOf(boxes: readonly FileBox[]): AlbumCell[] {
  const rows: number[][] = []
  let row: number[] = []
  for (const { width, height } of boxes) {
    row.push(Math.min(ratios.most, Math.max(ratios.least, width / height)))
    if (row.length < inRowMax && sum(row) < rowRatio) continue
    rows.push(row)
    row = []
  }
  const last = rows.at(-1)
  // One that is left over goes in with those before it rather than standing higher than all of them.
  if (row.length === 1 && last !== undefined && last.length < inRowMax && sum(row) < 1) last.push(...row)
  else if (row.length > 0) rows.push(row)
  return rows.flatMap(one => one.map(ratio => ({ ratio, share: ratio / sum(one), inRow: one.length })))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
