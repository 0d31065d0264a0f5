import type { RefObject } from "preact"
import { useLayoutEffect, useState } from "preact/hooks"

/** Rows drawn beyond each edge of what is seen. */
const overscan = 6
/** Until the first row has been measured. */
const assumedRowHeight = 72

/** Which rows of a list of equal heights are drawn: from `first` up to, not including, `end`. */
export interface RowWindow {
  readonly first: number
  readonly end: number
  /** Rows that fit into the view. */
  readonly page: number
}

/** What of `count` equal rows is seen in a view that begins `above` pixels after the first of them. */
export function windowFor(count: number, row: number, above: number, view: number): RowWindow {
  const page = Math.max(1, Math.floor(view / row))
  const first = Math.max(0, Math.min(Math.floor(above / row) - overscan, count - page))
  const end = Math.min(count, Math.max(0, Math.ceil((above + view) / row)) + overscan)
  return { first, end, page }
}

/** Places of the rows that are in the page, in order: those in view, and the one with the focus wherever it is. */
export function drawnRows({ first, end }: RowWindow, count: number, focused: number): readonly number[] {
  const places = Array.from({ length: end - first }, (_, index) => first + index)
  if (count === 0 || (focused >= first && focused < end)) return places
  return focused < first ? [focused, ...places] : [...places, focused]
}

/** Follows scrolling and sizes. Rows are children of `list`, which scrolls within `scroller`. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  count: number,
): RowWindow & { readonly row: number } {
  const [measures, setMeasures] = useState({ row: assumedRowHeight, above: 0, view: 0 })
  useLayoutEffect(() => {
    const [frame, rows] = [scroller.current, list.current]
    if (frame === null || rows === null) return undefined
    const measure = () => {
      const row = rows.firstElementChild?.getBoundingClientRect().height || assumedRowHeight
      const above = Math.max(0, frame.scrollTop - (rows.offsetTop - frame.offsetTop))
      setMeasures(was => {
        const isSame = was.row === row && was.above === above && was.view === frame.clientHeight
        return isSame ? was : { row, above, view: frame.clientHeight }
      })
    }
    measure()
    const watching = new ResizeObserver(measure)
    watching.observe(frame)
    watching.observe(rows)
    frame.addEventListener("scroll", measure, { passive: true })
    return () => {
      watching.disconnect()
      frame.removeEventListener("scroll", measure)
    }
  }, [count === 0])
  return { ...windowFor(count, measures.row, measures.above, measures.view), row: measures.row }
}
