import type { TimelineItem } from "@colombe/client"

/** A stretch of a conversation without gaps, as long as what is on the page: what waits to be sent stands last. */
export interface Window {
  readonly items: readonly TimelineItem[]
  readonly moreBefore: boolean
  readonly moreAfter: boolean
}

export type Side = "before" | "after"

/** Rows at the end with which a conversation opens: a screen, and the rest comes when the page is idle. */
export const openRows = 24
/** Rows around a place, and those that each step brings. */
export const firstRows = 40
export const stepRows = 40
/** Rows that stay when there are too many, and how many are too many. */
export const windowRows = 120
export const windowRowsMax = 160

type Page = Window

/** The page joins at one side; what is too far from there goes at the other. */
export function joined(window: Window, side: Side, page: Page): Window {
  if (side === "before")
    return trimmed({ ...window, items: [...page.items, ...window.items], moreBefore: page.moreBefore }, side)
  const placed = window.items.filter(({ seq }) => seq !== undefined)
  return trimmed({ ...window, items: [...placed, ...page.items], moreAfter: page.moreAfter }, side)
}

/** Keeps the rows at one side. What waits is behind everything, so that it goes with the end. */
export function trimmed(window: Window, keep: Side): Window {
  const { items } = window
  if (items.length <= windowRowsMax) return window
  return keep === "before"
    ? { ...window, items: items.slice(0, windowRows), moreAfter: true }
    : { ...window, items: items.slice(-windowRows), moreBefore: true }
}

export function firstSeq({ items }: Window): number | undefined {
  return items.find(({ seq }) => seq !== undefined)?.seq
}

export function lastSeq({ items }: Window): number | undefined {
  return items.findLast(({ seq }) => seq !== undefined)?.seq
}

/** Whether the place is within, or would be if anything were shown there. */
export function holds(window: Window, seq: number): boolean {
  const [first, last] = [firstSeq(window), lastSeq(window)]
  if (first === undefined || last === undefined) return false
  return (first <= seq || !window.moreBefore) && (seq <= last || !window.moreAfter)
}
