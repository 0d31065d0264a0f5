import type { TimelineItem } from "@colombe/client"

/** Each item that says the same as the known one in its place is the known one, so that nobody renders it again. */
export function keptItems(
  known: readonly TimelineItem[],
  told: readonly TimelineItem[],
): readonly TimelineItem[] {
  const byKey = new Map(known.map(item => [keyOf(item), item]))
  return told.map(item => {
    const before = byKey.get(keyOf(item))
    return before !== undefined && isSame(before, item) ? before : item
  })
}

export function keyOf(item: TimelineItem): string {
  return item.kind === "message" ? item.id : `${item.kind} ${item.seq}`
}

/** Of values as they travel between threads. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  const [before, after] = [Object.entries(left), Object.entries(right)]
  return (
    before.length === after.length && before.every(([name, value]) => isSame(value, Reflect.get(right, name)))
  )
}
