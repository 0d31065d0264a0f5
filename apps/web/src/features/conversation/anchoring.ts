import type { Place } from "../../state/timeline.ts"

/** Pixels from the end within which one counts as reading the newest. */
const endSlack = 80
/** Pixels of a row that have to be in view for it to count as seen. */
const seenPixels = 24

export function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < endSlack
}

/** A row of the page, and where it stood. */
export interface Anchor {
  readonly row: HTMLElement
  readonly top: number
}

/**
 * What is in view before the rows change. The browser's own scroll anchoring holds the place where something grows; it
 * does not where the row that it chose is replaced, nor at the very top. Afterwards the first row that is still there is
 * put back to the pixel.
 */
export function anchorsIn(scroller: HTMLElement | null): readonly Anchor[] {
  if (scroller === null) return []
  const { top, bottom } = scroller.getBoundingClientRect()
  const rows = rowsIn(scroller)
  const anchors: Anchor[] = []
  for (let index = firstBelow(rows, top); index < rows.length; index++) {
    const row = rows[index]
    const box = row?.getBoundingClientRect()
    if (row === undefined || box === undefined || box.top > bottom) break
    anchors.push({ row, top: box.top })
  }
  return anchors
}

export function restore(scroller: HTMLElement, anchors: readonly Anchor[]): void {
  const anchor = anchors.find(({ row }) => row.isConnected)
  if (anchor === undefined) return
  const moved = anchor.row.getBoundingClientRect().top - anchor.top
  if (moved !== 0) scroller.scrollTop += moved
}

/** The first row in view that has a place in the log. */
export function placeIn(scroller: HTMLElement): Place | undefined {
  const { top } = scroller.getBoundingClientRect()
  const rows = rowsIn(scroller)
  for (const row of rows.slice(firstBelow(rows, top))) {
    const seq = seqOf(row)
    if (seq !== undefined) return { seq, offset: row.getBoundingClientRect().top - top }
  }
  return undefined
}

/** The last place of the log that somebody looking at the page has seen. */
export function seenIn(scroller: HTMLElement): number | undefined {
  const { bottom } = scroller.getBoundingClientRect()
  const rows = rowsIn(scroller)
  const after = firstBelow(rows, bottom)
  for (const row of rows.slice(0, after + 1).reverse()) {
    const seq = seqOf(row)
    if (seq !== undefined && row.getBoundingClientRect().top <= bottom - seenPixels) return seq
  }
  return undefined
}

/** The row at a place of the log, or the next one that is shown. */
export function rowAt(scroller: HTMLElement, seq: number): HTMLElement | undefined {
  return rowsIn(scroller).find(row => (seqOf(row) ?? Number.POSITIVE_INFINITY) >= seq)
}

function rowsIn(scroller: HTMLElement): readonly HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>("[data-row]")]
}

function seqOf(row: HTMLElement): number | undefined {
  const { seq } = row.dataset
  return seq === undefined ? undefined : Number(seq)
}

/** Index of the first row that ends below a height of the window; by halves, since rows stand in order. */
function firstBelow(rows: readonly HTMLElement[], height: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > height) high = middle
    else low = middle + 1
  }
  return low
}
