import { expect, test } from "bun:test"
import fc from "fast-check"
import { windowFor } from "./row-window.ts"

const lists = fc.record({
  count: fc.integer({ min: 0, max: 2000 }),
  row: fc.integer({ min: 40, max: 160 }),
  above: fc.integer({ min: 0, max: 200_000 }),
  view: fc.integer({ min: 0, max: 2000 }),
})

test("every row that is seen is drawn, and hardly more", () => {
  fc.assert(
    fc.property(lists, ({ count, row, above, view }) => {
      const { first, end } = windowFor(count, row, above, view)
      expect(first).toBeGreaterThanOrEqual(0)
      expect(end).toBeLessThanOrEqual(count)
      for (let index = 0; index < count; index++) {
        const isSeen = (index + 1) * row > above && index * row < above + view
        if (isSeen && (index < first || index >= end)) throw new Error(`row ${index} is seen and not drawn`)
      }
      expect(end - first).toBeLessThanOrEqual(Math.ceil(view / row) + 14)
    }),
  )
})

test("a list that shrank under a scrolled view still draws its last page", () => {
  expect(windowFor(20, 72, 70_000, 720)).toEqual({ first: 10, end: 20, page: 10 })
})
