import { useLayoutEffect, useState } from "preact/hooks"

export interface FocusedRows {
  readonly ids: readonly string[]
  /** Where the tab stop begins. */
  readonly preferred?: string | undefined
  /** What takes the focus carries the row's id as `data-` and this name. */
  readonly name: string
}

/** One tab stop for a whole list of rows: the one that was moved to last, or the preferred one, or the first. */
export function useRowFocus(
  { ids, preferred, name }: FocusedRows,
  scroller: { readonly current: HTMLElement | null },
  { page }: { readonly page: number },
): { readonly index: number; readonly onKeyDown: (event: KeyboardEvent) => void } {
  const [at, setAt] = useState<string | undefined>(undefined)
  /** Where the keys have moved to, until that row has the focus. */
  const [wanted, setWanted] = useState<string | undefined>(undefined)
  const placeOf = (id: string | undefined) => (id === undefined ? -1 : ids.indexOf(id))
  const index = Math.max(0, placeOf(at) === -1 ? placeOf(preferred) : placeOf(at))
  useLayoutEffect(() => {
    if (wanted === undefined) return
    setWanted(undefined)
    const row = scroller.current?.querySelector<HTMLElement>(`[data-${name}="${wanted}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: "nearest" })
  }, [wanted])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const last = ids.length - 1
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: last,
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = ids[Math.max(0, Math.min(step, last))]
    setAt(next)
    setWanted(next)
  }
  return { index, onKeyDown }
}
